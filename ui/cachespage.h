// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QWidget>

namespace arv {

class CachesView;
class Desk;

// The Caches tab: the block cache that all mounts share, and below it the inode cache of one mount.
// The desk outlives it. UI thread.
class CachesPage : public QWidget
{
    Q_OBJECT

public:
    explicit CachesPage(Desk& desk, QWidget* parent = nullptr);
    [[nodiscard]] CachesView& inodes() const { return *m_inodes; }

private:
    CachesView* m_inodes;
};

} // namespace arv
