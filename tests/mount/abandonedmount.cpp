// SPDX-License-Identifier: Apache-2.0
// Mounts as the tray application does, says so, and waits to be killed.
#include "async/mailbox.h"
#include "mount/mountcontroller.h"
#include "mount/mountspec.h"
#include "mount/sharedservices.h"

#include <QCoreApplication>

#include <cstdio>

int main(int argc, char** argv)
{
    const QCoreApplication application(argc, argv);
    arv::Mailbox mailbox;
    arv::SharedServices shared;
    arv::MountController controller(shared);
    arv::MountSpec spec;
    spec.credentials.host = qEnvironmentVariable("ARVADOS_API_HOST");
    spec.credentials.token = qEnvironmentVariable("ARVADOS_API_TOKEN");
    spec.credentials.caFile = qEnvironmentVariable("SSL_CERT_FILE");
    spec.options.directory = QString::fromLocal8Bit(argv[1]);
    QObject::connect(&controller, &arv::MountController::changed, &controller,
                     [](const arv::MountSnapshot& snapshot) {
                         if (snapshot.state != arv::MountSnapshot::State::Mounted)
                             return;
                         std::puts("mounted");
                         std::fflush(stdout);
                     });
    if (const auto started = controller.start(spec); !started)
        return 1;
    return QCoreApplication::exec();
}
