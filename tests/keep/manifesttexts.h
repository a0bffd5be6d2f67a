// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "keep/md5.h"

#include <QByteArray>

namespace arv::test {

// Manifests of many files in many directories, as a cluster sends them: signed, in normal form.
// Names have 14 bytes.
enum class Layout
{
    BlockPerFile,
    FilesShareABlock // of their directory
};

inline QByteArray signedLocator(int number, qsizetype size)
{
    const auto hash = md5Hex(QByteArray::number(number));
    return hash + '+' + QByteArray::number(size) + "+A" + hash + hash.left(8) + "@6a8bc000";
}

inline QByteArray numbered(const QByteArray& before, int number, const QByteArray& after)
{
    return before + QByteArray::number(number).rightJustified(6, '0') + after;
}

inline QByteArray manifestText(int directories, int filesEach, Layout layout)
{
    constexpr int fileSize = 4096;
    QByteArray text;
    for (int d = 0; d < directories; ++d) {
        text += numbered("./dir", d, {});
        if (layout == Layout::FilesShareABlock)
            text += ' ' + signedLocator(d, 67108864);
        for (int f = 0; f < filesEach && layout == Layout::BlockPerFile; ++f)
            text += ' ' + signedLocator(d * filesEach + f, fileSize);
        for (int f = 0; f < filesEach; ++f)
            text += ' ' + QByteArray::number(f * fileSize) + ":4096:" + numbered("file", f, ".dat");
        text += '\n';
    }
    return text;
}

} // namespace arv::test
