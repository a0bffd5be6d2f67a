// SPDX-License-Identifier: Apache-2.0
#include "mountpanel.h"

#include "base/visibletext.h"
#include "colouricons.h"
#include "formatting.h"
#include "mountactions.h"
#include "theme.h"

#include <QEvent>
#include <QFormLayout>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace arv {

namespace {

constexpr int iconSize = 20;

QLabel* plainLabel(QWidget* parent)
{
    auto* label = new QLabel(parent);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    return label;
}

} // namespace

MountPanel::MountPanel(Desk& desk, MountActions& actions, QWidget* parent)
    : QFrame(parent)
    , m_desk(desk)
    , m_actions(actions)
    , m_title(plainLabel(this))
    , m_icon(new QLabel(this))
    , m_state(plainLabel(this))
    , m_advice(plainLabel(this))
    , m_error(plainLabel(this))
    , m_warning(plainLabel(this))
    , m_facts(new QFormLayout)
    , m_grid(new QGridLayout)
{
    setAccessibleName(tr("State of what is selected"));
    build();
    connect(&desk, &Desk::mountChanged, this, [this](const QString& id) {
        if (id == m_mountId)
            refresh();
    });
    connect(&desk, &Desk::accountChanged, this, [this](const QString& id) {
        if (id == m_accountId)
            refresh();
    });
    refresh();
}

void MountPanel::build()
{
    auto font = m_title->font();
    font.setPointSizeF(font.pointSizeF() * 1.2);
    font.setBold(true);
    m_title->setFont(font);
    m_error->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_error->setFrameShape(QFrame::StyledPanel);
    m_error->setMargin(6);
    m_directory = addFact(tr("Folder"));
    m_shows = addFact(tr("Shows"));
    m_feed = addFact(tr("Freshness"));
    m_account = addFact(tr("Account"));
    m_failure = addFact(tr("Last error"));
    m_host = addFact(tr("Host"));
    m_token = addFact(tr("Token"));
    m_facts->setRowWrapPolicy(QFormLayout::WrapLongRows);
    m_facts->setLabelAlignment(Qt::AlignLeading | Qt::AlignTop);

    auto* state = new QHBoxLayout;
    state->addWidget(m_icon);
    state->addWidget(m_state, 1);
    for (auto* action : m_actions.ofSelection())
        m_buttons += addButton(action);
    auto* layout = new QVBoxLayout(this);
    layout->addWidget(m_title);
    layout->addLayout(state);
    layout->addWidget(m_error);
    layout->addWidget(m_advice);
    layout->addWidget(m_warning);
    layout->addLayout(m_facts);
    layout->addSpacing(6);
    layout->addLayout(m_grid);
    layout->addStretch();
}

QLabel* MountPanel::addFact(const QString& name)
{
    auto* value = plainLabel(this);
    value->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto* label = new QLabel(name + u':', this);
    label->setAlignment(Qt::AlignLeading | Qt::AlignTop);
    m_facts->addRow(label, value);
    return value;
}

QPushButton* MountPanel::addButton(QAction* action)
{
    auto* button = new QPushButton(this);
    const auto follow = [button, action] {
        button->setText(action->text());
        button->setEnabled(action->isEnabled());
        button->setAccessibleName(QString(action->text()).remove(u'&'));
        button->setToolTip(action->shortcut().toString(QKeySequence::NativeText));
    };
    connect(action, &QAction::changed, button, follow);
    connect(button, &QPushButton::clicked, action, &QAction::trigger);
    button->setAutoDefault(true); // Return works like the space bar
    follow();
    return button;
}

void MountPanel::showSelection(const QString& accountId, const QString& mountId)
{
    m_accountId = accountId;
    m_mountId = mountId;
    refresh();
}

void MountPanel::refresh()
{
    const auto account = m_desk.account(m_accountId);
    const auto mount = m_desk.mount(m_mountId);
    if (mount)
        showMount(*mount, account);
    else if (account)
        showAccount(*account);
    else
        showNothing();
    showButtons(account, mount);
}

void MountPanel::showMount(const Desk::Mount& mount, const std::optional<Desk::Account>& account)
{
    m_title->setText(visibleText(mount.settings.name, 200));
    showState(mountWords(mount.snapshot), mount.snapshot.error);
    setFact(m_directory, visibleText(mount.settings.directory));
    setFact(m_shows, showWords(mount.settings));
    setFact(m_feed, feedWords(mount.settings, mount.snapshot));
    setFact(m_account, accountFact(account));
    setFact(m_failure, failureFact(mount.snapshot));
    setFact(m_host, {});
    setFact(m_token, {});
    const bool insecure = account && account->settings.insecure;
    m_warning->setText(insecure ? tr("⚠ TLS not verified") : QString());
    m_warning->setVisible(insecure);
}

QString MountPanel::failureFact(const MountSnapshot& mount)
{
    if (mount.lastFailure.isEmpty())
        return {};
    return tr("%1: %2").arg(timeText(mount.lastFailureAt), visibleText(mount.lastFailure, 300));
}

void MountPanel::showAccount(const Desk::Account& account)
{
    const auto& snapshot = account.snapshot;
    const auto& settings = account.settings;
    m_title->setText(visibleText(settings.name.isEmpty() ? settings.host : settings.name, 200));
    showState(accountWords(account),
              snapshot.error.isEmpty() ? account.token.error : snapshot.error);
    setFact(m_directory, {});
    setFact(m_shows, {});
    setFact(m_feed, {});
    setFact(m_failure, {});
    const auto email = snapshot.email.isEmpty() ? settings.email : snapshot.email;
    setFact(m_account,
            visibleText(snapshot.fullName.isEmpty() || email.isEmpty()
                            ? snapshot.fullName + email
                            : tr("%1, %2").arg(snapshot.fullName, email)));
    setFact(m_host, visibleText(settings.host));
    auto token = tokenWords(account.token).words;
    const auto now = QDateTime::currentDateTimeUtc();
    if (snapshot.tokenExpires)
        token = tr("%1; ends %2 (%3)")
                    .arg(token, timeText(*snapshot.tokenExpires),
                         distanceText(*snapshot.tokenExpires, now));
    setFact(m_token, token);
    QStringList warnings;
    if (settings.insecure)
        warnings += tr("⚠ TLS not verified: anybody on the way can read the token");
    if (const auto expiry = expiryWarning(snapshot, now); !expiry.isEmpty())
        warnings += QStringLiteral("⚠ ") + expiry;
    m_warning->setText(warnings.join(u'\n'));
    m_warning->setVisible(!warnings.isEmpty());
}

QString MountPanel::accountFact(const std::optional<Desk::Account>& account)
{
    if (!account)
        return tr("Unknown account");
    const auto& settings = account->settings;
    const auto name = settings.name.isEmpty() ? settings.host : settings.name;
    return tr("%1 (%2)").arg(visibleText(name, 200), accountWords(*account).words);
}

void MountPanel::showState(const StateWords& words, const QString& error)
{
    m_words = words;
    m_state->setText(words.words);
    m_state->setVisible(true);
    m_icon->setVisible(true);
    m_advice->setText(words.advice);
    m_advice->setVisible(!words.advice.isEmpty());
    m_error->setText(visibleText(error));
    m_error->setAccessibleName(tr("What went wrong: %1").arg(m_error->text()));
    m_error->setVisible(!error.isEmpty());
    paintState();
}

void MountPanel::paintState()
{
    auto colours = palette();
    colours.setColor(QPalette::WindowText, stateColor(m_words.role, palette()));
    m_state->setPalette(colours);
    colours.setColor(QPalette::WindowText, stateColor(StateRole::Warning, palette()));
    m_warning->setPalette(colours);
    if (!m_words.icon.isEmpty())
        m_icon->setPixmap(
            colourIcon(m_words.icon).pixmap(QSize(iconSize, iconSize), devicePixelRatio()));
}

void MountPanel::showNothing()
{
    m_title->setText(tr("Nothing is selected"));
    for (auto* label : {m_icon, m_state, m_advice, m_error, m_warning})
        label->hide();
    for (auto* fact : {m_directory, m_shows, m_feed, m_account, m_failure, m_host, m_token})
        setFact(fact, {});
}

void MountPanel::setFact(QLabel* value, const QString& text)
{
    auto* name = qobject_cast<QLabel*>(m_facts->labelForField(value));
    value->setText(text);
    value->setVisible(!text.isEmpty());
    name->setVisible(!text.isEmpty());
    value->setAccessibleName(name->text() + u' ' + text);
}

void MountPanel::showButtons(const std::optional<Desk::Account>& account,
                             const std::optional<Desk::Mount>& mount)
{
    m_actions.refresh();
    const bool isRefused = mount && mount->snapshot.trouble == MountSnapshot::Trouble::NotSignedIn;
    const bool wantsToken = account && (needsToken(*account) || needsKeychain(*account));
    const auto isWanted = [&](const QAction* action) {
        if (action == m_actions.tryAgain() || action == m_actions.holders())
            return action->isEnabled();
        if (action == m_actions.newToken())
            return wantsToken || isRefused || (account && !mount);
        return mount || (account && (action == m_actions.edit() || action == m_actions.remove()));
    };
    const auto actions = m_actions.ofSelection();
    int shown = 0;
    for (qsizetype i = 0; i < actions.size(); ++i) {
        auto* button = m_buttons[i];
        const bool wanted = isWanted(actions[i]);
        button->setVisible(wanted);
        m_grid->removeWidget(button); // no holes between those that are left
        if (wanted) {
            m_grid->addWidget(button, shown / 2, shown % 2);
            ++shown;
        }
    }
}

void MountPanel::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::PaletteChange)
        paintState();
    QFrame::changeEvent(event);
}

} // namespace arv
