// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "desk.h"

class QMessageBox;
class QWidget;

namespace arv {

// Asks whether an account is to go, naming the mounts that go with it, and removes it if so.
// Returns the question; null if there is no such account. UI thread.
QMessageBox* askToRemoveAccount(Desk& desk, const QString& id, QWidget* parent);

} // namespace arv
