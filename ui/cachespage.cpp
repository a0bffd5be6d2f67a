// SPDX-License-Identifier: Apache-2.0
#include "cachespage.h"

#include "blockcacheview.h"
#include "cachesview.h"

#include <QGroupBox>
#include <QVBoxLayout>

namespace arv {

CachesPage::CachesPage(Desk& desk, QWidget* parent)
    : QWidget(parent)
    , m_inodes(new CachesView(desk))
{
    auto* blocks = new QGroupBox(tr("Block cache, shared by all mounts"));
    auto* blockLayout = new QVBoxLayout(blocks);
    blockLayout->addWidget(new BlockCacheView(desk));
    auto* inodes = new QGroupBox(tr("Inode cache of one mount"));
    auto* inodeLayout = new QVBoxLayout(inodes);
    inodeLayout->setContentsMargins({});
    inodeLayout->addWidget(m_inodes);
    auto* layout = new QVBoxLayout(this);
    layout->addWidget(blocks);
    layout->addWidget(inodes, 1);
}

} // namespace arv
