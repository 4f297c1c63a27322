// SPDX-License-Identifier: Apache-2.0

extension Words {
    static let english = Words(
        weekdays: [
            "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
        ],
        months: [
            "January", "February", "March", "April", "May", "June", "July", "August", "September",
            "October", "November", "December",
        ],
        decimalSign: ".", groupSign: ",", date: { "\($0), \($1) \($2) \($3)" },
        fromGrid: "from the grid",
        toGrid: "to the grid", highest: "peak", lowest: "lowest", at: "at", noData: "no data",
        first: "first telegram", meanwhile: "meanwhile",
        perDay: "a day", meter: "Meter", register: "Register", subject: "Meters",
        complete: "complete", incomplete: "with gaps", sensor: "Sensor", level: "Level",
        gain: "gain", use: "use", exchanged: "meter exchanged")

    static let german = Words(
        weekdays: [
            "Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag",
        ],
        months: [
            "Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September",
            "Oktober", "November", "Dezember",
        ],
        decimalSign: ",", groupSign: ".", date: { "\($0), \($1). \($2) \($3)" },
        fromGrid: "aus dem Netz",
        toGrid: "ins Netz", highest: "Spitze", lowest: "Minimum", at: "um",
        noData: "keine Daten", first: "erstes Telegramm", meanwhile: "inzwischen", perDay: "am Tag",
        meter: "Zähler",
        register: "Zählerstand", subject: "Zähler", complete: "vollständig",
        incomplete: "mit Lücken", sensor: "Sensor", level: "Stand", gain: "Zufluss",
        use: "Verbrauch", exchanged: "Zähler getauscht")

    static let french = Words(
        weekdays: ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"],
        months: [
            "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre",
            "octobre", "novembre", "décembre",
        ],
        decimalSign: ",", groupSign: "\u{202F}",
        date: { "\($0) \($1 == 1 ? "1er" : "\($1)") \($2) \($3)" },
        fromGrid: "du réseau", toGrid: "vers le réseau", highest: "pointe", lowest: "minimum",
        at: "à", noData: "pas de données", first: "premier télégramme", meanwhile: "entre-temps",
        perDay: "par jour",
        meter: "Compteur", register: "Index", subject: "Compteurs", complete: "complet",
        incomplete: "avec lacunes", sensor: "Capteur", level: "Niveau", gain: "entrée",
        use: "consommation", exchanged: "compteur remplacé")

    static let luxembourgish = Words(
        weekdays: [
            "Méindeg", "Dënschdeg", "Mëttwoch", "Donneschdeg", "Freideg", "Samschdeg", "Sonndeg",
        ],
        months: [
            "Januar", "Februar", "Mäerz", "Abrëll", "Mee", "Juni", "Juli", "August", "September",
            "Oktober", "November", "Dezember",
        ],
        decimalSign: ",", groupSign: ".", date: { "\($0), \($1). \($2) \($3)" },
        fromGrid: "aus dem Netz",
        toGrid: "an d'Netz", highest: "Spëtzt", lowest: "Minimum", at: "um",
        noData: "keng Donnéeën", first: "éischten Telegramm", meanwhile: "an der Zäit",
        perDay: "am Dag",
        meter: "Zieler", register: "Zielerstand", subject: "Zieler", complete: "komplett",
        incomplete: "mat Lücken", sensor: "Sensor", level: "Stand", gain: "Zoufloss",
        use: "Verbrauch", exchanged: "Zieler ausgetosch")
}
