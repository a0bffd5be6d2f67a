// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "desk.h"
#include "fittingdialog.h"

namespace arv {

// What this program is, its version and licence, and what it stands on. Show it with open() or
// show(). UI thread.
class AboutDialog : public FittingDialog
{
    Q_OBJECT

public:
    explicit AboutDialog(Desk& desk, QWidget* parent = nullptr);

private:
    void addTitle();
    void addLibraries();
    void addButtons();

    Desk& m_desk;
};

} // namespace arv
