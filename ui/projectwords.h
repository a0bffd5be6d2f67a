// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "projectnode.h"

#include "mount/accountsnapshot.h"

#include <QString>

namespace arv {

// How rows of the project tree are told: words and the names of icons. Everything that came from a
// server has been through visibleText(); to be shown as plain text. Pure; UI thread.

[[nodiscard]] QString kindText(ProjectItem::Kind kind);
// With what stands in the way of changing it: "Project, frozen".
[[nodiscard]] QString kindText(const ProjectItem& item);
// "not signed in", "offline"; empty when signed in.
[[nodiscard]] QString stateText(AccountSnapshot::State state);
[[nodiscard]] QString nameText(const ProjectNode& node);
[[nodiscard]] QString kindText(const ProjectNode& node);
[[nodiscard]] QString sizeText(const ProjectNode& node);
[[nodiscard]] QString modifiedText(const ProjectNode& node);
// Under ":/icons/".
[[nodiscard]] QString iconName(const ProjectNode& node);
[[nodiscard]] QString waitingText();
[[nodiscard]] QString failedText(const QString& error);
[[nodiscard]] QString notSignedInText(const AccountSnapshot& account);
[[nodiscard]] QString accountText(const QString& name, AccountSnapshot::State state);
[[nodiscard]] QString repeatedPageText();

} // namespace arv
