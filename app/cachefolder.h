// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QProcessEnvironment>
#include <QString>

namespace arv {

// Where the block cache lies: the folder that holds HHH. The one that --disk-cache-dir names is it
// itself, as with arv-mount; otherwise it is "keep" in the cache folder of Arvados' tools: the
// first of CACHE_DIRECTORY that is a folder we may write to, else $XDG_CACHE_HOME/arvados, else
// ~/.cache/arvados. Empty: there is none, not even a home. Makes nothing; looks only at
// CACHE_DIRECTORY's folders, and at nothing else of this process than what it is given.
[[nodiscard]] QString blockCacheFolder(const QString& chosen,
                                       const QProcessEnvironment& environment);

} // namespace arv
