// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "fuse/mountpoint.h"
#include "mount/mountcontroller.h"
#include "mount/mountspec.h"
#include "mount/sharedservices.h"
#include "support/shell.h"
#include "support/waiting.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

namespace arv::test {

// A home mounted by a MountController of the test's own process, on a fresh folder. Needs a Mailbox
// in the thread. Whatever happens to the test, the destructor leaves no mount.
class InProcessMount
{
public:
    InProcessMount(SharedServices& shared, const Credentials& credentials)
        : m_controller(shared)
    {
        QDir(m_folder.path()).mkdir(QStringLiteral("m"));
        spec.credentials = credentials;
        spec.selection.mode = MountSelection::Mode::Home;
        spec.options.directory = path();
        spec.checkFirst = true;
    }
    ~InProcessMount()
    {
        if (!stop(15000))
            abortConnection();
        if (isMounted())
            (void)run(QStringLiteral("fusermount3"),
                      {QStringLiteral("-u"), QStringLiteral("-z"), path()});
    }

    [[nodiscard]] bool mount()
    {
        using State = MountSnapshot::State;
        return m_controller.start(spec).hasValue()
            && waitUntil([this] { return state() == State::Mounted || state() == State::Stopped; })
            && state() == State::Mounted;
    }
    [[nodiscard]] bool stop(int milliseconds = 5000)
    {
        m_controller.stop();
        return waitUntil([this] { return state() == MountSnapshot::State::Stopped; }, milliseconds);
    }

    [[nodiscard]] MountController& controller() { return m_controller; }
    [[nodiscard]] MountSnapshot::State state() const { return m_controller.snapshot().state; }
    [[nodiscard]] QByteArray complaint() const { return m_controller.snapshot().error.toUtf8(); }
    [[nodiscard]] bool isMounted() const { return mountedAt(path()).has_value(); }
    [[nodiscard]] QString path() const { return m_folder.filePath(QStringLiteral("m")); }
    [[nodiscard]] QString path(const QString& below) const { return path() + u'/' + below; }

    MountSpec spec;

private:
    // The controller's destructor would wait for ever.
    void abortConnection()
    {
        const auto mounted = mountedAt(path());
        QFile abort(QStringLiteral("/sys/fs/fuse/connections/%1/abort")
                        .arg(mounted ? mounted->minor : QString()));
        if (mounted && abort.open(QIODevice::WriteOnly))
            abort.write("1");
    }

    QTemporaryDir m_folder;
    MountController m_controller;
};

} // namespace arv::test
