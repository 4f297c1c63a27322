// SPDX-License-Identifier: Apache-2.0
// The files of the page, compiled in.
#ifndef WEB_ASSETS_H
#define WEB_ASSETS_H

#include <stddef.h>

/// One file of the page.
struct web_asset {
    /// Its name in the URL, `app.js`.
    const char *_Nonnull name;
    /// Its text, with a zero behind it.
    const char *_Nonnull text;
};

/// How many files there are.
size_t web_asset_count(void);

/// The file at an index below the count.
struct web_asset web_asset_at(size_t index);

#endif
