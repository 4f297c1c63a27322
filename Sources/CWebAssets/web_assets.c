// SPDX-License-Identifier: Apache-2.0
// Each file of Sources/Web/Assets, and the interface's description, by the name in its URL: to add a
// file, add three lines. A compiler's #embed takes bytes in at no cost; a Swift literal of them takes
// it minutes.
#include "web_assets.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

static const struct web_asset assets[] = {
    {"openapi.json", (const char[]){
#embed "../Web/API/openapi.json" suffix(, 0)
    }},
    {"api.js", (const char[]){
#embed "../Web/Assets/api.js" suffix(, 0)
    }},
    {"app.css", (const char[]){
#embed "../Web/Assets/app.css" suffix(, 0)
    }},
    {"app.js", (const char[]){
#embed "../Web/Assets/app.js" suffix(, 0)
    }},
    {"boot.js", (const char[]){
#embed "../Web/Assets/boot.js" suffix(, 0)
    }},
    {"daycurve.js", (const char[]){
#embed "../Web/Assets/daycurve.js" suffix(, 0)
    }},
    {"daypanels.js", (const char[]){
#embed "../Web/Assets/daypanels.js" suffix(, 0)
    }},
    {"dom.js", (const char[]){
#embed "../Web/Assets/dom.js" suffix(, 0)
    }},
    {"energybars.js", (const char[]){
#embed "../Web/Assets/energybars.js" suffix(, 0)
    }},
    {"epochs.js", (const char[]){
#embed "../Web/Assets/epochs.js" suffix(, 0)
    }},
    {"events.js", (const char[]){
#embed "../Web/Assets/events.js" suffix(, 0)
    }},
    {"figure.js", (const char[]){
#embed "../Web/Assets/figure.js" suffix(, 0)
    }},
    {"format.js", (const char[]){
#embed "../Web/Assets/format.js" suffix(, 0)
    }},
    {"gatewaypanel.js", (const char[]){
#embed "../Web/Assets/gatewaypanel.js" suffix(, 0)
    }},
    {"healthpage.js", (const char[]){
#embed "../Web/Assets/healthpage.js" suffix(, 0)
    }},
    {"house.js", (const char[]){
#embed "../Web/Assets/house.js" suffix(, 0)
    }},
    {"icon.svg", (const char[]){
#embed "../Web/Assets/icon.svg" suffix(, 0)
    }},
    {"icons.js", (const char[]){
#embed "../Web/Assets/icons.js" suffix(, 0)
    }},
    {"index.html", (const char[]){
#embed "../Web/Assets/index.html" suffix(, 0)
    }},
    {"link.js", (const char[]){
#embed "../Web/Assets/link.js" suffix(, 0)
    }},
    {"meter.js", (const char[]){
#embed "../Web/Assets/meter.js" suffix(, 0)
    }},
    {"metercard.js", (const char[]){
#embed "../Web/Assets/metercard.js" suffix(, 0)
    }},
    {"network.js", (const char[]){
#embed "../Web/Assets/network.js" suffix(, 0)
    }},
    {"overview.js", (const char[]){
#embed "../Web/Assets/overview.js" suffix(, 0)
    }},
    {"phases.js", (const char[]){
#embed "../Web/Assets/phases.js" suffix(, 0)
    }},
    {"place.js", (const char[]){
#embed "../Web/Assets/place.js" suffix(, 0)
    }},
    {"plot.js", (const char[]){
#embed "../Web/Assets/plot.js" suffix(, 0)
    }},
    {"powerchart.js", (const char[]){
#embed "../Web/Assets/powerchart.js" suffix(, 0)
    }},
    {"quarters.js", (const char[]){
#embed "../Web/Assets/quarters.js" suffix(, 0)
    }},
    {"record.js", (const char[]){
#embed "../Web/Assets/record.js" suffix(, 0)
    }},
    {"sensorcard.js", (const char[]){
#embed "../Web/Assets/sensorcard.js" suffix(, 0)
    }},
    {"sensorparts.js", (const char[]){
#embed "../Web/Assets/sensorparts.js" suffix(, 0)
    }},
    {"series.js", (const char[]){
#embed "../Web/Assets/series.js" suffix(, 0)
    }},
    {"shell.js", (const char[]){
#embed "../Web/Assets/shell.js" suffix(, 0)
    }},
    {"silences.js", (const char[]){
#embed "../Web/Assets/silences.js" suffix(, 0)
    }},
    {"telegram.js", (const char[]){
#embed "../Web/Assets/telegram.js" suffix(, 0)
    }},
    {"texts.js", (const char[]){
#embed "../Web/Assets/texts.js" suffix(, 0)
    }},
    {"texts.json", (const char[]){
#embed "../Web/Assets/texts.json" suffix(, 0)
    }},
    {"theme.js", (const char[]){
#embed "../Web/Assets/theme.js" suffix(, 0)
    }},
    {"tokenform.js", (const char[]){
#embed "../Web/Assets/tokenform.js" suffix(, 0)
    }},
    {"totalpanel.js", (const char[]){
#embed "../Web/Assets/totalpanel.js" suffix(, 0)
    }},
    {"troubles.js", (const char[]){
#embed "../Web/Assets/troubles.js" suffix(, 0)
    }},
    {"words.js", (const char[]){
#embed "../Web/Assets/words.js" suffix(, 0)
    }},
};

size_t web_asset_count(void) { return sizeof assets / sizeof assets[0]; }

struct web_asset web_asset_at(size_t index) { return assets[index]; }
