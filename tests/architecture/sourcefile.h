// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QList>
#include <QString>
#include <QStringList>

namespace arv::test {

// A file of the project as the rules see it; in tests of the rules, one that exists only in memory.
struct SourceFile
{
    QString path; // from the project's folder, for example fscore/keep/locator.h
    QString text;

    [[nodiscard]] bool isHeader() const { return path.endsWith(QLatin1String(".h")); }
    [[nodiscard]] bool isCpp() const { return isHeader() || path.endsWith(QLatin1String(".cpp")); }
};

// Every C++ and CMake file below these folders of the project; folders that do not exist are empty.
[[nodiscard]] QList<SourceFile> sourceFiles(const QStringList& folders);

} // namespace arv::test
