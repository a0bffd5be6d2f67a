// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QList>
#include <QString>

namespace arv::test {

// The text with comments, preprocessor lines and the insides of strings and characters turned to
// blanks: same length, same lines, and every brace in it counts.
[[nodiscard]] QString blankedCode(const QString& text);

// Line of a position, from 1.
[[nodiscard]] int lineAt(const QString& text, qsizetype position);

[[nodiscard]] inline bool isWordCharacter(QChar c)
{
    return c.isLetterOrNumber() || c == u'_';
}

// Whether what precedes a brace opens a namespace, class or enum.
[[nodiscard]] bool opensContainer(QString head);

struct FunctionBody
{
    int firstLine = 0; // of the definition, from 1
    int lines = 0;
    QString head; // its first line
};

// Functions defined at namespace or class level, measured by braces from the first line of the
// definition to the closing brace. Rough, and good enough for a limit on length.
[[nodiscard]] QList<FunctionBody> functionBodies(const QString& blanked);

} // namespace arv::test
