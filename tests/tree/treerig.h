// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/arvadosapi.h"
#include "keep/keepclient.h"
#include "net/httpclient.h"
#include "support/demoaccount.h"
#include "support/fakeclock.h"
#include "support/waiting.h"
#include "tree/filesystem.h"

#include <QtTest>

#include <chrono>

namespace arv::test {

// A FileSystem without FUSE, against a demo account and with a clock of its own. Plays the kernel:
// counts lookups, waits where an answer must wait, and notes what it is told.
class TreeRig
{
public:
    explicit TreeRig(const DemoAccount& account, const MountSelection& selection = home(),
                     FileSystem::Settings settings = {})
        : m_http(account.credentials())
        , m_api(m_http, impatient(), &m_pool)
        , m_keep(m_blocks, m_scope, keepSetup(account))
        , files({m_api,
                 m_keep,
                 m_pool,
                 clock,
                 [this](Change told) {
                     if (kernel)
                         kernel(told);
                     changes.push_back(told);
                 },
                 {},
                 [this](const QString& sentence) { failures.append(sentence); }},
                std::move(settings), selection)
    { }
    ~TreeRig()
    {
        if (!stopped())
            qFatal("the tree does not come to an end");
    }
    TreeRig(const TreeRig&) = delete;
    TreeRig& operator=(const TreeRig&) = delete;

    [[nodiscard]] static MountSelection home() { return {MountSelection::Mode::Home, {}, false}; }
    [[nodiscard]] static MountSelection mode(MountSelection::Mode mode)
    {
        return {mode, {}, false};
    }
    [[nodiscard]] static MountSelection byId() { return {MountSelection::Mode::ById, {}, false}; }
    [[nodiscard]] static MountSelection project(const std::string& uuid)
    {
        return {MountSelection::Mode::Project, QString::fromStdString(uuid), false};
    }

    void setFilters(const QByteArray& json)
    {
        const auto filters = UserFilters::parse(json);
        if (!filters)
            qFatal("%s", qPrintable(filters.error().text));
        m_api.setFilters(*filters);
    }

    [[nodiscard]] bool stopped()
    {
        m_ending.cancel();
        m_keep.stop();
        return resultOf(files.stop()) && resultOf(m_scope.idle());
    }

    // The answer to a lookup; what is absent for sure has no inode.
    [[nodiscard]] Result<FileSystem::Found> lookup(Inode parent, const QByteArray& name)
    {
        const auto now = files.lookupNow(parent, name);
        if (!now)
            return resultOf(lookUpAndCount(parent, name));
        if (*now)
            files.countLookup((*now)->attributes.inode);
        return *now;
    }
    // Follows a path from the root; None: it leads nowhere.
    [[nodiscard]] Inode at(const QByteArray& path)
    {
        Inode inode = Inode::Root;
        for (const auto& name : path.split('/')) {
            const auto found = lookup(inode, name);
            if (!found || found->attributes.inode == Inode::None)
                return Inode::None;
            inode = found->attributes.inode;
        }
        return inode;
    }
    // Whether memory alone says that the name leads somewhere.
    [[nodiscard]] bool knows(Inode parent, const QByteArray& name)
    {
        const auto now = files.lookupNow(parent, name);
        return now && *now && (*now)->attributes.inode != Inode::None;
    }

    [[nodiscard]] Result<FileHandle> openDirectory(Inode directory)
    {
        const auto now = files.openDirectoryNow(directory);
        return now ? *now : resultOf(files.openDirectory(directory, {}));
    }
    // All entries, waiting for the last.
    [[nodiscard]] Result<std::vector<ListedEntry>> entries(Inode directory)
    {
        const auto handle = openDirectory(directory);
        if (!handle)
            return handle.error();
        const auto listing = files.listing(*handle);
        files.release(*handle);
        if (!waitUntil([&] { return listing->isComplete() || listing->failure(); }))
            return Error{Errc::TimedOut, QStringLiteral("the listing does not end")};
        if (listing->failure())
            return *listing->failure();
        std::vector<ListedEntry> all;
        for (std::size_t i = 0; i < listing->size(); ++i) {
            if (auto entry = listing->at(i)) {
                entry->inode = files.inodeOf(directory, *entry);
                all.push_back(std::move(*entry));
            }
        }
        return all;
    }
    [[nodiscard]] QByteArrayList names(Inode directory)
    {
        const auto listed = entries(directory);
        if (!listed)
            return {"not listed: " + listed.error().text.toUtf8()};
        QByteArrayList all;
        for (const auto& entry : *listed)
            all += entry.name;
        return all;
    }

    [[nodiscard]] Result<FileSystem::OpenedFile> open(Inode file)
    {
        const auto now = files.openNow(file);
        return now ? *now : resultOf(files.open(file, {}));
    }
    [[nodiscard]] Result<QByteArray> read(FileHandle handle, ByteRange range = {0, 1 << 20})
    {
        const auto now = files.readNow(handle, range);
        const auto pieces = now ? *now : resultOf(files.read(handle, range, {}));
        if (!pieces)
            return pieces.error();
        QByteArray all;
        for (const auto& piece : *pieces)
            all.append(piece.data(), static_cast<qsizetype>(piece.size()));
        return all;
    }
    [[nodiscard]] QByteArray content(Inode file)
    {
        const auto opened = open(file);
        if (!opened)
            return "not opened: " + opened.error().text.toUtf8();
        const auto bytes = read(opened->handle);
        files.release(opened->handle);
        return bytes ? *bytes : "not read: " + bytes.error().text.toUtf8();
    }

    [[nodiscard]] bool wasTold(Change::Kind kind, Inode inode, const QByteArray& name = {}) const
    {
        return std::any_of(changes.begin(), changes.end(), [&](const Change& told) {
            return told.kind == kind && told.name == name
                && (kind == Change::Kind::Entry ? told.parent : told.inode) == inode;
        });
    }

    FakeClock clock;
    std::vector<Change> changes;
    ChangeSink kernel; // a real one, if there is one
    QStringList failures; // what the window would be told

private:
    static RetryPolicy impatient()
    {
        RetryPolicy policy;
        policy.tries = 1;
        return policy;
    }
    KeepClient::Setup keepSetup(const DemoAccount& account)
    {
        KeepClient::Setup setup;
        setup.credentials = account.credentials();
        setup.services = [this] { return services(); };
        setup.retry = impatient();
        setup.clock = &clock;
        setup.betrayed = [this](const Locator& block, const std::set<std::uint64_t>& readers) {
            files.noteBetrayal(block, readers);
        };
        return setup;
    }
    // Counted before anything else can happen, as a reply to the kernel is.
    Task<FileSystem::Found> lookUpAndCount(Inode parent, QByteArray name)
    {
        auto looking = files.lookup(parent, name, {});
        const auto found = co_await looking;
        if (found)
            files.countLookup(found->attributes.inode);
        co_return found;
    }
    Task<QList<KeepService>> services()
    {
        auto asking = m_api.keepServices(m_ending.token());
        const auto records = co_await asking;
        if (!records)
            co_return records.error();
        QList<KeepService> usable;
        for (const auto& record : *records) {
            const auto service = KeepService::fromParts(record.uuid, record.host, record.port,
                                                        record.tls, record.type, record.readOnly);
            if (service)
                usable.append(*service);
        }
        co_return usable;
    }

    CancelSource m_ending;
    Pool m_pool{1};
    BlockStore m_blocks{m_pool};
    HttpClient m_http;
    ArvadosApi m_api;
    TaskScope m_scope;
    KeepClient m_keep;

public:
    FileSystem files; // last: uses all of the above
};

} // namespace arv::test
