// SPDX-License-Identifier: Apache-2.0
#include "settingsview.h"

#include "accounttext.h"
#include "base/visibletext.h"
#include "colouricons.h"
#include "dataform.h"
#include "removeaccount.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QGroupBox>
#include <QHeaderView>
#include <QLocale>
#include <QMessageBox>
#include <QPushButton>
#include <QSignalBlocker>
#include <QTreeWidget>

namespace arv {

namespace {

enum Column
{
    Name,
    Host,
    Tls,
    User,
    Token
};

QString dayText(const QDateTime& when)
{
    return QLocale().toString(when.toLocalTime().date(), QLocale::ShortFormat);
}

QString stateText(const Desk::Account& account)
{
    switch (account.snapshot.state) {
    case AccountSnapshot::State::NoToken:
        return isKept(account.token) ? SettingsView::tr("not checked yet")
                                     : SettingsView::tr("no token");
    case AccountSnapshot::State::Checking:
        return SettingsView::tr("checking …");
    case AccountSnapshot::State::SignedIn:
        break;
    case AccountSnapshot::State::Refused:
        return SettingsView::tr("not accepted");
    case AccountSnapshot::State::Inactive:
        return SettingsView::tr("user not active");
    case AccountSnapshot::State::Offline:
        return SettingsView::tr("no answer");
    case AccountSnapshot::State::Misconfigured:
        return SettingsView::tr("not reachable like this");
    }
    const auto& ends = account.snapshot.tokenExpires;
    return ends ? SettingsView::tr("until %1").arg(dayText(*ends))
                : SettingsView::tr("no end date");
}

void fill(QTreeWidgetItem& row, const Desk::Account& account)
{
    row.setData(Name, Qt::UserRole, account.settings.id);
    row.setText(Name, shownName(account.settings));
    row.setText(Host, visibleText(account.settings.host, 260));
    row.setText(Tls,
                account.settings.insecure ? SettingsView::tr("not verified")
                                          : SettingsView::tr("verified"));
    row.setIcon(
        Tls, account.settings.insecure ? colourIcon(QStringLiteral("state-attention")) : QIcon());
    row.setText(User, visibleText(account.settings.email, 200));
    row.setText(Token, stateText(account));
    auto words =
        outcomeText(account.snapshot, account.settings.host) + u'\n' + keychainText(account.token);
    row.setToolTip(Token, words.toHtmlEscaped().replace(u'\n', QStringLiteral("<br>")));
}

} // namespace

SettingsView::SettingsView(Desk& desk, QWidget* parent)
    : QWidget(parent)
    , m_desk(desk)
    , m_scheme(new QComboBox(this))
    , m_startAtLogin(new QCheckBox(tr("&Start when I log in"), this))
    , m_keepRunning(new QCheckBox(tr("&Keep running in the tray when the window is closed"), this))
    , m_warnOfExpiry(new QCheckBox(tr("&Warn before a token ends"), this))
    , m_accounts(new QTreeWidget(this))
    , m_edit(new QPushButton(tr("&Edit…"), this))
    , m_renew(new QPushButton(tr("New &token…"), this))
    , m_remove(new QPushButton(tr("Re&move…"), this))
{
    auto* column = new QVBoxLayout(this);
    column->setSpacing(12);
    column->addWidget(makePreferences());
    column->addWidget(new DataForm(m_desk, this));
    column->addWidget(makeAccounts(), 1);
    showPreferences();
    listAccounts();
    connect(&m_desk, &Desk::preferencesChanged, this, &SettingsView::showPreferences);
    connect(&m_desk, &Desk::accountsChanged, this, &SettingsView::listAccounts);
    connect(&m_desk, &Desk::accountChanged, this, &SettingsView::accountChanged);
}

QWidget* SettingsView::makePreferences()
{
    m_scheme->setObjectName(QStringLiteral("scheme"));
    m_scheme->setAccessibleName(tr("Colours"));
    m_startAtLogin->setObjectName(QStringLiteral("startAtLogin"));
    m_keepRunning->setObjectName(QStringLiteral("keepRunning"));
    m_warnOfExpiry->setObjectName(QStringLiteral("warnOfExpiry"));
    m_warnOfExpiry->setToolTip(tr("Notifications seven days, one day and one hour before."));
    const auto add = [this](const QString& text, Preferences::Scheme scheme) {
        m_scheme->addItem(text, static_cast<int>(scheme));
    };
    add(tr("As the desktop"), Preferences::Scheme::Desktop);
    add(tr("Light"), Preferences::Scheme::Light);
    add(tr("Dark"), Preferences::Scheme::Dark);
    auto* box = new QGroupBox(tr("Program"), this);
    auto* form = new QFormLayout(box);
    form->setFieldGrowthPolicy(QFormLayout::FieldsStayAtSizeHint);
    form->addRow(tr("&Colours:"), m_scheme);
    connect(m_scheme, &QComboBox::activated, this, &SettingsView::applyPreferences);
    for (auto* each : {m_startAtLogin, m_keepRunning, m_warnOfExpiry}) {
        form->addRow(each);
        connect(each, &QCheckBox::toggled, this, &SettingsView::applyPreferences);
    }
    return box;
}

QWidget* SettingsView::makeAccounts()
{
    m_accounts->setObjectName(QStringLiteral("accounts"));
    m_accounts->setAccessibleName(tr("Accounts"));
    m_accounts->setHeaderLabels({tr("Name"), tr("API host"), tr("TLS"), tr("User"), tr("Token")});
    m_accounts->setRootIsDecorated(false);
    m_accounts->setUniformRowHeights(true);
    m_accounts->setAllColumnsShowFocus(true);
    m_accounts->setTextElideMode(Qt::ElideMiddle);
    m_accounts->header()->resizeSection(Name, 140);
    m_accounts->header()->resizeSection(Host, 170);
    m_accounts->header()->setSectionResizeMode(Tls, QHeaderView::ResizeToContents);
    m_accounts->header()->resizeSection(User, 150);
    auto* box = new QGroupBox(tr("Accounts"), this);
    auto* column = new QVBoxLayout(box);
    column->addWidget(m_accounts, 1);
    column->addLayout(makeAccountButtons());
    connect(m_accounts, &QTreeWidget::itemSelectionChanged, this, &SettingsView::refreshButtons);
    connect(m_accounts, &QTreeWidget::itemActivated, this,
            [this] { Q_EMIT editAccountRequested(chosen()); });
    return box;
}

QHBoxLayout* SettingsView::makeAccountButtons()
{
    auto* add = new QPushButton(tr("&Add…"), this);
    add->setObjectName(QStringLiteral("add"));
    m_edit->setObjectName(QStringLiteral("edit"));
    m_renew->setObjectName(QStringLiteral("renew"));
    m_remove->setObjectName(QStringLiteral("remove"));
    auto* row = new QHBoxLayout;
    row->addWidget(add);
    row->addStretch();
    for (auto* each : {m_edit, m_renew, m_remove})
        row->addWidget(each);
    connect(add, &QPushButton::clicked, this, &SettingsView::addAccountRequested);
    connect(m_edit, &QPushButton::clicked, this, [this] { Q_EMIT editAccountRequested(chosen()); });
    connect(m_renew, &QPushButton::clicked, this, [this] { Q_EMIT renewTokenRequested(chosen()); });
    connect(m_remove, &QPushButton::clicked, this, &SettingsView::removeChosen);
    return row;
}

void SettingsView::showPreferences()
{
    const auto preferences = m_desk.preferences();
    const QSignalBlocker quietly[]{QSignalBlocker(m_startAtLogin), QSignalBlocker(m_keepRunning),
                                   QSignalBlocker(m_warnOfExpiry)};
    m_scheme->setCurrentIndex(m_scheme->findData(static_cast<int>(preferences.scheme)));
    m_startAtLogin->setChecked(preferences.startAtLogin);
    m_keepRunning->setChecked(preferences.keepRunning);
    m_warnOfExpiry->setChecked(preferences.warnOfExpiry);
}

void SettingsView::applyPreferences()
{
    auto preferences = m_desk.preferences();
    preferences.scheme = static_cast<Preferences::Scheme>(m_scheme->currentData().toInt());
    preferences.startAtLogin = m_startAtLogin->isChecked();
    preferences.keepRunning = m_keepRunning->isChecked();
    preferences.warnOfExpiry = m_warnOfExpiry->isChecked();
    if (preferences != m_desk.preferences())
        m_desk.setPreferences(preferences);
}

void SettingsView::listAccounts()
{
    const auto before = chosen();
    m_accounts->clear();
    for (const auto& each : m_desk.accounts()) {
        auto* row = new QTreeWidgetItem(m_accounts);
        fill(*row, each);
        if (each.settings.id == before)
            m_accounts->setCurrentItem(row);
    }
    if (!m_accounts->currentItem())
        m_accounts->setCurrentItem(m_accounts->topLevelItem(0));
    refreshButtons();
}

void SettingsView::accountChanged(const QString& id)
{
    const auto account = m_desk.account(id);
    for (int i = 0; account && i < m_accounts->topLevelItemCount(); ++i) {
        auto* row = m_accounts->topLevelItem(i);
        if (row->data(Name, Qt::UserRole).toString() == id)
            fill(*row, *account);
    }
}

QString SettingsView::chosen() const
{
    const auto* row = m_accounts->currentItem();
    return row ? row->data(Name, Qt::UserRole).toString() : QString();
}

void SettingsView::refreshButtons()
{
    const bool isChosen = !chosen().isEmpty();
    for (auto* each : {m_edit, m_renew, m_remove})
        each->setEnabled(isChosen);
}

void SettingsView::removeChosen()
{
    askToRemoveAccount(m_desk, chosen(), this);
}

} // namespace arv
