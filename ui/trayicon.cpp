// SPDX-License-Identifier: Apache-2.0
#include "trayicon.h"

#include "base/visibletext.h"
#include "colouricons.h"

#include <QAction>
#include <QSet>

namespace arv {

namespace {

constexpr qsizetype longestName = 60;
constexpr qsizetype mostTips = 8; // lines of a tooltip

QString menuText(const QString& text)
{
    return QString(text).replace(u'&', QStringLiteral("&&"));
}

} // namespace

TrayIcon::TrayIcon(Desk& desk, QObject* parent)
    : QObject(parent)
    , m_desk(desk)
    , m_menu(std::make_unique<QMenu>())
{
    buildMenu();
    connect(&desk, &Desk::accountsChanged, this, &TrayIcon::followMounts);
    connect(&desk, &Desk::mountsChanged, this, &TrayIcon::followMounts);
    connect(&desk, &Desk::accountChanged, this, &TrayIcon::refresh);
    connect(&desk, &Desk::mountChanged, this, &TrayIcon::followMount);
    connect(&desk, &Desk::dataChanged, this, &TrayIcon::followData);
    followMounts();
}

TrayIcon::~TrayIcon() = default;

void TrayIcon::buildMenu()
{
    m_addMount = m_menu->addAction(tr("&Add mount…"), this, &TrayIcon::addMountRequested);
    m_menu->addAction(tr("&Transfers"), this, &TrayIcon::transfersRequested);
    auto* window = m_menu->addAction(tr("Open &window"), this, &TrayIcon::openWindowRequested);
    m_menu->setDefaultAction(window);
    m_pause = m_menu->addAction(tr("&Pause transfers"));
    m_pause->setCheckable(true);
    connect(m_pause, &QAction::triggered, this, &TrayIcon::togglePause);
    m_menu->addAction(tr("&Settings…"), this, &TrayIcon::settingsRequested);
    m_menu->addSeparator();
    m_menu->addAction(tr("&Quit"), this, [this] { m_desk.quit(); });
}

void TrayIcon::togglePause(bool paused)
{
    m_desk.setPaused(paused);
    refresh(); // checked is what is, not what was wished
}

// Figures come five times a second; only a pause is seen here.
void TrayIcon::followData()
{
    if (m_desk.data().transfers.isPaused != m_pause->isChecked())
        refresh();
}

// Sections of mounts that stay are kept: an open menu does not close, nor does it lose its place.
void TrayIcon::followMounts()
{
    const auto mounts = m_desk.mounts();
    QSet<QString> ids;
    for (const auto& mount : mounts)
        ids.insert(mount.settings.id);
    dropSections([&](const Section& each) { return !ids.contains(each.mountId); });
    for (std::size_t i = 0; i < static_cast<std::size_t>(mounts.size()); ++i) {
        const auto& mount = mounts[static_cast<qsizetype>(i)];
        const auto& id = mount.settings.id;
        if (i >= m_sections.size() || m_sections[i].mountId != id) {
            dropSections([&](const Section& each) { return each.mountId == id; }); // from below
            auto* before = i < m_sections.size() ? m_sections[i].title : m_addMount;
            const auto at = m_sections.begin() + static_cast<std::ptrdiff_t>(i);
            m_sections.insert(at, makeSection(id, before));
        }
        fill(m_sections[i], mount);
    }
    refresh();
}

void TrayIcon::dropSections(const std::function<bool(const Section&)>& isUnwanted)
{
    std::erase_if(m_sections, [&](const Section& each) {
        const bool isDropped = isUnwanted(each);
        if (isDropped)
            removeSection(each);
        return isDropped;
    });
}

void TrayIcon::followMount(const QString& id)
{
    const auto mount = m_desk.mount(id);
    for (const auto& section : m_sections) {
        if (mount && section.mountId == id)
            fill(section, *mount);
    }
    refresh();
}

TrayIcon::Section TrayIcon::makeSection(const QString& mountId, QAction* before)
{
    Section section;
    section.mountId = mountId;
    section.title = new QAction(m_menu.get());
    section.title->setEnabled(false); // a headline; titles of separators do not pass over D-Bus
    section.toggle = new QAction(m_menu.get());
    section.open = new QAction(tr("Open folder"), m_menu.get());
    section.end = new QAction(m_menu.get());
    section.end->setSeparator(true);
    connect(section.toggle, &QAction::triggered, this, [this, mountId] { toggle(mountId); });
    connect(section.open, &QAction::triggered, this, [this, mountId] { open(mountId); });
    for (auto* action : {section.title, section.toggle, section.open, section.end})
        m_menu->insertAction(before, action);
    return section;
}

void TrayIcon::removeSection(const Section& section)
{
    for (auto* action : {section.title, section.toggle, section.open, section.end})
        delete action;
}

void TrayIcon::fill(const Section& section, const Desk::Mount& mount)
{
    const auto& snapshot = mount.snapshot;
    const auto words = mountWords(snapshot);
    section.title->setText(
        menuText(tr("%1: %2").arg(visibleText(mount.settings.name, longestName), words.words)));
    section.title->setIcon(colourIcon(words.icon));
    if (snapshot.waitsForHolders)
        section.toggle->setText(tr("Keep mounted"));
    else
        section.toggle->setText(snapshot.state == MountSnapshot::State::Stopped ? tr("Mount")
                                                                                : tr("Unmount"));
    section.toggle->setEnabled(snapshot.state != MountSnapshot::State::Stopping
                               || snapshot.waitsForHolders);
    section.open->setEnabled(snapshot.state == MountSnapshot::State::Mounted);
}

void TrayIcon::toggle(const QString& mountId)
{
    const auto mount = m_desk.mount(mountId);
    if (!mount)
        return;
    if (mount->snapshot.waitsForHolders)
        m_desk.stayMounted(mountId);
    else if (mount->snapshot.state == MountSnapshot::State::Stopped)
        m_desk.startMount(mountId);
    else
        m_desk.stopMount(mountId);
}

void TrayIcon::open(const QString& mountId)
{
    if (const auto mount = m_desk.mount(mountId))
        m_desk.openFolder(mount->settings.directory);
}

void TrayIcon::refresh()
{
    m_addMount->setEnabled(!m_desk.accounts().isEmpty());
    m_pause->setChecked(m_desk.data().transfers.isPaused);
    m_state = overallState(m_desk);
    m_toolTip = tipText();
    showState();
}

QString TrayIcon::tipText() const
{
    QStringList lines{tr("Arvados Drive: %1").arg(trayWords(m_state))};
    const auto mounts = m_desk.mounts();
    for (const auto& mount : mounts.first(qMin(mounts.size(), mostTips)))
        lines += tr("%1: %2").arg(visibleText(mount.settings.name, longestName),
                                  mountWords(mount.snapshot).words);
    return lines.join(u'\n');
}

// Every change goes to the host over the bus or draws a window: only what is new.
void TrayIcon::showState()
{
    if (!m_icon)
        return;
    if (m_icon->toolTip() != m_toolTip)
        m_icon->setToolTip(m_toolTip);
    const auto icon = colourIcon(trayIconName(m_state));
    if (m_icon->icon().cacheKey() != icon.cacheKey())
        m_icon->setIcon(icon);
}

void TrayIcon::makeIcon()
{
    m_icon = std::make_unique<QSystemTrayIcon>();
    m_icon->setContextMenu(m_menu.get());
    connect(m_icon.get(), &QSystemTrayIcon::activated, this,
            [this](QSystemTrayIcon::ActivationReason reason) {
                if (reason == QSystemTrayIcon::Trigger || reason == QSystemTrayIcon::DoubleClick)
                    Q_EMIT openWindowRequested();
            });
    showState();
}

bool TrayIcon::isHosted() const
{
    return m_isHosted;
}

void TrayIcon::hostMayHaveChanged(bool hasNotifierHost, bool hasXembedHost)
{
    if (!m_icon && (hasNotifierHost || hasXembedHost)) {
        m_isNotifier = hasNotifierHost; // Qt prefers it, too
        makeIcon();
    }
    const bool hosted = m_isNotifier ? hasNotifierHost : hasXembedHost;
    if (hosted) {
        m_icon->hide(); // a tray that is new does not know it
        m_icon->show();
    }
    if (std::exchange(m_isHosted, hosted) != hosted)
        Q_EMIT hostedChanged(hosted);
}

} // namespace arv
