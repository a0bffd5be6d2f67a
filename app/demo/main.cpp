// SPDX-License-Identifier: Apache-2.0
// arvados-drive-demo: the demo cluster as a program of its own.
#include "demo/democluster.h"
#include "demo/demousers.h"
#include "demo/sampleworld.h"
#include "demo/serveoptions.h"
#ifdef ARV_DEMO_FAULTS
#include "demo/changeorders.h"
#include "demo/controlsocket.h"
#endif

#include <nlohmann/json.hpp>

#include <QCoreApplication>

#include <csignal>
#include <cstdio>
#include <sys/prctl.h>
#include <unistd.h>

namespace {

using namespace arv;
using namespace arv::demo;

int fail(const std::string& why)
{
    std::fprintf(stderr, "arvados-drive-demo: %s\n", why.c_str());
    return 1;
}

sigset_t endSignals()
{
    sigset_t signals;
    sigemptyset(&signals);
    for (const int signal : {SIGTERM, SIGINT, SIGHUP})
        sigaddset(&signals, signal);
    return signals;
}

// False: the parent is dead already.
bool dieWithParent(pid_t parent)
{
    ::prctl(PR_SET_PDEATHSIG, SIGTERM);
    return ::getppid() == parent;
}

void printEnvironment(const DemoCluster& cluster, const std::string& control)
{
    std::printf("export ARVADOS_API_HOST=%s\n", cluster.apiHost().c_str());
    std::printf("export ARVADOS_API_TOKEN=%s\n", demoToken("alice").c_str());
    std::printf("export SSL_CERT_FILE=%s\n", cluster.caFile().c_str());
    if (!control.empty())
        std::printf("# faults: %s\n", control.c_str());
    std::fflush(stdout);
}

void printJson(const DemoCluster& cluster, const std::string& control)
{
    nlohmann::json line{{"ARVADOS_API_HOST", cluster.apiHost()},
                        {"ARVADOS_API_TOKEN", demoToken("alice")},
                        {"SSL_CERT_FILE", cluster.caFile()},
                        {"keep", {cluster.keepBaseUrl(0), cluster.keepBaseUrl(1)}}};
    for (const char* user : {"alice", "bob", "carol", "dave"})
        line["tokens"][user] = demoToken(user);
    if (!control.empty())
        line["control"] = control;
    std::printf("%s\n", line.dump().c_str());
    std::fflush(stdout);
}

int serve(DemoCluster& cluster, const ServeOptions& options)
{
    if (const auto started = cluster.start(); !started)
        return fail(started.error().text.toStdString());
#ifdef ARV_DEMO_FAULTS
    // The faults belong to the cluster; the socket ends first.
    ControlSocket control({std::shared_ptr<void>(), &cluster.faults()},
                          {[&cluster] { return cluster.requestsSeen(); },
                           [&cluster] { cluster.forgetRequestsSeen(); }},
                          [changes = ChangeOrders(cluster)](const auto& verb, const auto& value) {
                              return changes.obey(verb, value);
                          });
    if (!options.control.empty()) {
        if (const auto opened = control.start(options.control); !opened)
            return fail(opened.error().text.toStdString());
    }
#endif
    if (options.json)
        printJson(cluster, options.control);
    else
        printEnvironment(cluster, options.control);
    const auto signals = endSignals();
    int signal = 0;
    ::sigwait(&signals, &signal);
    return 0;
}

int run(int argc, char** argv)
{
    const auto parent = ::getppid();
    const auto options = ServeOptions::parse({argv + 1, argv + argc});
    if (!options)
        return fail(options.error().text.toStdString() + "\nTry --help."), 2;
    if (options->help) {
        std::fputs(ServeOptions::helpText(), stdout);
        return 0;
    }
    // Every thread inherits the mask, so that only sigwait() sees these signals.
    const auto signals = endSignals();
    ::pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    if (options->dieWithParent && !dieWithParent(parent))
        return 0;
    DemoOptions how;
    how.apiPort = options->port;
    how.keepTls = !options->plainKeep;
    how.link = options->link;
    const QCoreApplication application(argc, argv); // for the event feed's own event loop
    DemoCluster cluster(how);
    WorldList world;
    if (!options->empty) {
        auto filled = fillSampleWorld(cluster);
        if (!filled)
            return fail(filled.error().text.toStdString());
        world = std::move(*filled);
    }
    if (options->big) {
        if (const auto added = addBigCollection(cluster, *options->big); !added)
            return fail(added.error().text.toStdString());
    }
    if (const auto added = addBulkData(cluster, options->bulk); !added)
        return fail(added.error().text.toStdString());
    if (options->worldList) {
        std::fputs(asMd5sumLines(world).c_str(), stdout);
        return 0;
    }
    return serve(cluster, *options);
}

} // namespace

int main(int argc, char** argv)
{
    try {
        return run(argc, argv);
    } catch (const std::exception& problem) {
        return fail(problem.what());
    }
}
