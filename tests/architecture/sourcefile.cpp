// SPDX-License-Identifier: Apache-2.0
#include "architecture/sourcefile.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>

namespace arv::test {

QList<SourceFile> sourceFiles(const QStringList& folders)
{
    const QDir project(QStringLiteral(ARV_SOURCE_DIR));
    const QStringList kinds{QStringLiteral("*.h"), QStringLiteral("*.cpp"),
                            QStringLiteral("*.cmake"), QStringLiteral("CMakeLists.txt")};
    QList<SourceFile> files;
    for (const auto& folder : folders) {
        QDirIterator found(project.filePath(folder), kinds, QDir::Files,
                           QDirIterator::Subdirectories);
        while (found.hasNext()) {
            QFile file(found.next());
            if (!file.open(QIODevice::ReadOnly))
                qFatal("cannot read %s", qPrintable(file.fileName()));
            files.append(
                {project.relativeFilePath(file.fileName()), QString::fromUtf8(file.readAll())});
        }
    }
    return files;
}

} // namespace arv::test
