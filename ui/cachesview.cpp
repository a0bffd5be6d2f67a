// SPDX-License-Identifier: Apache-2.0
#include "cachesview.h"

#include "cachenumbers.h"
#include "cacheplots.h"
#include "cachetables.h"
#include "capeditor.h"
#include "formatting.h"
#include "sight.h"

#include <QBoxLayout>
#include <QComboBox>
#include <QElapsedTimer>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QSignalBlocker>
#include <QStackedWidget>

#include <chrono>

namespace arv {

namespace {

using namespace std::chrono_literals;

constexpr auto screenPause = 180ms; // at most five updates a second
constexpr qint64 calmPause = 900; // ms; plots have a point a second, and tables must be readable
constexpr qint64 minute = 60'000; // ms

std::function<qint64()> steadyClock()
{
    QElapsedTimer timer;
    timer.start();
    return [timer] { return timer.elapsed(); };
}

bool isMounted(const MountSnapshot& snapshot)
{
    return snapshot.state == MountSnapshot::State::Mounted
        || snapshot.state == MountSnapshot::State::Stopping;
}

} // namespace

CachesView::CachesView(Desk& desk, QWidget* parent)
    : QWidget(parent)
    , m_desk(desk)
    , m_clock(steadyClock())
    , m_sight(new Sight(*this))
{
    m_pages = new QStackedWidget;
    m_pages->addWidget(makeFigures());
    m_pages->addWidget(makeAbsence());
    auto* layout = new QVBoxLayout(this);
    layout->addWidget(makeTop());
    layout->addWidget(m_pages, 1);
    m_second.setInterval(1s);
    m_pause.setInterval(screenPause);
    m_pause.setSingleShot(true);
    connectDesk();
    fillChooser();
}

CachesView::~CachesView()
{
    m_sight->end();
    m_cap->flushWish();
    m_plots->showHistory(nullptr, 0); // the histories go before the widgets
}

void CachesView::connectDesk()
{
    connect(&m_desk, &Desk::mountsChanged, this, &CachesView::fillChooser);
    connect(&m_desk, &Desk::mountChanged, this, &CachesView::takeFigures);
    connect(m_sight, &Sight::changed, this, &CachesView::watch);
    connect(&m_second, &QTimer::timeout, this, &CachesView::recordAll);
    connect(&m_pause, &QTimer::timeout, this, [this] {
        if (std::exchange(m_due, false))
            showSoon();
    });
    connect(m_chooser, &QComboBox::currentIndexChanged, this,
            [this] { choose(m_chooser->currentData().toString()); });
    connect(m_cap, &CapEditor::wanted, this, [this](quint64 bytes) {
        if (!m_id.isEmpty())
            m_desk.setCacheCap(m_id, bytes);
        showSoon();
    });
    connect(m_mountIt, &QPushButton::clicked, this, [this] { m_desk.startMount(m_id); });
}

QWidget* CachesView::makeTop()
{
    auto* top = new QWidget;
    m_chooser = new QComboBox;
    m_chooser->setAccessibleName(tr("Mount"));
    m_chooser->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_chooser->setMinimumContentsLength(22);
    auto* label = new QLabel(tr("M&ount:"));
    label->setBuddy(m_chooser);
    m_cap = new CapEditor;
    auto* layout = new QHBoxLayout(top);
    layout->setContentsMargins({});
    layout->addWidget(label);
    layout->addWidget(m_chooser);
    layout->addSpacing(16);
    layout->addWidget(m_cap, 1);
    return top;
}

QWidget* CachesView::makeFigures()
{
    m_numbers = new CacheNumbers;
    m_plots = new CachePlots;
    m_tables = new CacheTables;
    auto* content = new QWidget;
    auto* layout = new QVBoxLayout(content);
    layout->setContentsMargins(0, 6, 6, 0); // a scroll bar keeps its distance
    layout->setSpacing(14);
    layout->addWidget(m_numbers);
    layout->addWidget(m_plots, 5);
    layout->addWidget(m_tables, 1);
    auto* area = new QScrollArea;
    area->setWidget(content);
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    area->setFocusPolicy(Qt::NoFocus); // what is in it has the focus, and scrolls it into view
    return area;
}

QWidget* CachesView::makeAbsence()
{
    m_absence = new QLabel;
    m_absence->setTextFormat(Qt::PlainText);
    m_absence->setWordWrap(true);
    m_absence->setAlignment(Qt::AlignCenter);
    m_absence->setObjectName(QStringLiteral("absence"));
    m_mountIt = new QPushButton(tr("&Mount"));
    auto* page = new QWidget;
    auto* layout = new QVBoxLayout(page);
    layout->addStretch(2);
    layout->addWidget(m_absence);
    layout->addWidget(m_mountIt, 0, Qt::AlignHCenter);
    layout->addStretch(3);
    return page;
}

void CachesView::setClock(std::function<qint64()> clock)
{
    m_clock = std::move(clock);
    m_histories.clear();
    m_calmShown.reset();
    showPlots();
}

void CachesView::watch(bool seen)
{
    m_desk.watchFigures(seen);
    if (seen) {
        fillChooser(); // names may have changed meanwhile
        m_second.start();
        return showFigures();
    }
    m_second.stop();
    m_cap->flushWish();
    for (auto& [id, history] : m_histories)
        history.interrupt(m_clock());
}

void CachesView::forgetLost()
{
    std::erase_if(m_histories, [this](const auto& each) { return !m_desk.mount(each.first); });
}

void CachesView::fillChooser()
{
    const auto chosen = m_id;
    {
        const QSignalBlocker blocker(m_chooser);
        m_chooser->clear();
        const auto mounts = m_desk.mounts();
        for (const auto& each : mounts)
            m_chooser->addItem(visibleText(each.settings.name, 100), each.settings.id);
        m_chooser->setCurrentIndex(qMax(0, m_chooser->findData(chosen)));
        m_chooser->setEnabled(!mounts.isEmpty());
    }
    choose(m_chooser->currentData().toString());
    forgetLost();
}

void CachesView::showMount(const QString& id)
{
    if (const auto index = m_chooser->findData(id); index >= 0)
        m_chooser->setCurrentIndex(index);
}

void CachesView::choose(const QString& id)
{
    if (id != m_id) {
        m_cap->startAnew(); // what is still wanted is for the one before
        m_id = id;
    }
    m_calmShown.reset();
    showPlots();
    showFigures();
}

void CachesView::showPlots()
{
    m_plots->showHistory(m_id.isEmpty() ? nullptr : &history(m_id), m_clock());
}

void CachesView::takeFigures(const QString& id)
{
    if (!m_sight->isSeen())
        return;
    const auto mount = m_desk.mount(id);
    const auto index = m_chooser->findData(id);
    if (!mount || index < 0)
        return;
    const auto name = visibleText(mount->settings.name, 100);
    if (m_chooser->itemText(index) != name)
        m_chooser->setItemText(index, name);
    record(*mount);
    if (id == m_id)
        showSoon();
}

bool CachesView::record(const Desk::Mount& mount)
{
    auto& history = this->history(mount.settings.id);
    if (isMounted(mount.snapshot))
        return history.record(m_clock(), mount.snapshot.cache);
    history.interrupt(m_clock());
    return false;
}

void CachesView::recordAll()
{
    const auto mounts = m_desk.mounts();
    for (const auto& each : mounts)
        record(each);
    showSoon();
}

void CachesView::showSoon()
{
    if (m_pause.isActive()) {
        m_due = true;
        return;
    }
    m_pause.start();
    showFigures();
}

void CachesView::showFigures()
{
    const auto mount = m_id.isEmpty() ? std::nullopt : m_desk.mount(m_id);
    const bool isThere = mount && isMounted(mount->snapshot);
    m_pages->setCurrentIndex(isThere ? 0 : 1);
    m_cap->setEnabled(mount.has_value());
    if (mount)
        m_cap->showCap(mount->settings.cacheCap, isThere ? mount->snapshot.cache.cap : 0);
    if (isThere)
        showMounted(*mount);
    else
        showAbsence(mount);
}

void CachesView::showMounted(const Desk::Mount& mount)
{
    const auto now = m_clock();
    m_numbers->show(mount.snapshot, history(m_id).evictionsSince(now - minute));
    if (m_calmShown && now - *m_calmShown < calmPause)
        return;
    m_calmShown = now;
    m_tables->show(mount.snapshot.cache);
    m_plots->setNow(now);
}

void CachesView::showAbsence(const std::optional<Desk::Mount>& mount)
{
    if (!mount) {
        m_absence->setText(tr("There is no mount yet. A mount's cache is shown here."));
        m_mountIt->hide();
        return;
    }
    const auto name = visibleText(mount->settings.name, 100);
    const bool isStarting = mount->snapshot.state == MountSnapshot::State::Starting;
    m_absence->setText(isStarting ? tr("“%1” is being mounted.").arg(name)
                                  : tr("“%1” is not mounted; it has no cache now.").arg(name));
    m_mountIt->setVisible(!isStarting);
}

} // namespace arv
