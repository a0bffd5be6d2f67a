// SPDX-License-Identifier: Apache-2.0
#include "demoprocess.h"

#include "base/visibletext.h"
#include "signalwatcher.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>

namespace arv {

namespace {

constexpr std::chrono::seconds endPatience{3};
constexpr qsizetype longestLine = 65536; // bytes; the real one has some hundred

} // namespace

DemoProcess::DemoProcess(QObject* parent)
    : QObject(parent)
{
    m_patience.setSingleShot(true);
    m_patience.setInterval(endPatience);
    connect(&m_patience, &QTimer::timeout, &m_process, &QProcess::kill);
    connect(&m_process, &QProcess::readyReadStandardOutput, this, &DemoProcess::readLine);
    connect(&m_process, &QProcess::finished, this, &DemoProcess::ended);
    connect(&m_process, &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart)
            ended();
    });
    m_process.setChildProcessModifier(&SignalWatcher::restoreSignals);
    m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
}

QString DemoProcess::programPath()
{
    const auto here = QCoreApplication::applicationDirPath();
    const auto name = QStringLiteral("arvados-drive-demo");
    for (const auto& place : {here, here + QStringLiteral("/../libexec"),
                              here + QStringLiteral("/../lib/arvados-drive")}) {
        const QFileInfo program(place + u'/' + name);
        if (program.isExecutable())
            return program.absoluteFilePath();
    }
    return name;
}

void DemoProcess::start()
{
    if (m_process.state() != QProcess::NotRunning)
        return;
    m_isReady = false;
    m_stopping = false;
    m_process.start(programPath(), {QStringLiteral("--json"), QStringLiteral("--die-with-parent")});
}

void DemoProcess::stop()
{
    m_stopping = true;
    if (m_process.state() == QProcess::NotRunning) {
        QMetaObject::invokeMethod(this, &DemoProcess::stopped, Qt::QueuedConnection);
        return;
    }
    m_process.terminate();
    m_patience.start();
}

void DemoProcess::readLine()
{
    if (m_isReady) {
        m_process.readAllStandardOutput();
        return;
    }
    if (!m_process.canReadLine() && m_process.bytesAvailable() < longestLine)
        return;
    const auto cluster = parse(m_process.readLine(longestLine));
    m_isReady = true;
    if (cluster)
        Q_EMIT ready(*cluster);
    else
        Q_EMIT failed(cluster.error().text);
}

Result<DemoProcess::Cluster> DemoProcess::parse(const QByteArray& line)
{
    const auto json = QJsonDocument::fromJson(line).object();
    Cluster cluster;
    cluster.account.name = tr("Demo");
    cluster.account.host = json.value(QStringLiteral("ARVADOS_API_HOST")).toString();
    cluster.account.caFile = json.value(QStringLiteral("SSL_CERT_FILE")).toString();
    cluster.token = json.value(QStringLiteral("ARVADOS_API_TOKEN")).toString();
    if (cluster.account.host.isEmpty() || cluster.token.isEmpty())
        return Error{Errc::BadReply,
                     tr("The demo cluster did not say where it is, but “%1”.")
                         .arg(visibleText(QString::fromUtf8(line), 200))};
    return cluster;
}

void DemoProcess::ended()
{
    m_patience.stop();
    if (m_stopping)
        Q_EMIT stopped();
    else
        Q_EMIT failed(tr("The demo cluster has ended: %1").arg(m_process.errorString()));
}

} // namespace arv
