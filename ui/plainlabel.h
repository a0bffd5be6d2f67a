// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

class QLabel;
class QWidget;

namespace arv {

// A label that shows its text as it is, over as many lines as it takes. UI thread.
[[nodiscard]] QLabel* plainLabel(const QString& text, QWidget* parent);

// Long words may be broken anywhere: a host name of 250 letters would make a dialog as wide.
[[nodiscard]] QString breakableText(const QString& text);

} // namespace arv
