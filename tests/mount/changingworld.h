// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "support/homeworld.h"
#include "support/looking.h"

#include <QDir>
#include <QMap>
#include <QSet>

#include <random>
#include <set>

namespace arv::test {

// A cluster whose objects are changed at random, and what a mount of all should show of it: one
// line for each folder, and one for each file with the label that its bytes repeat. All names are
// unlike, and stay unlike. The thread that owns the account.
class ChangingWorld
{
public:
    static constexpr qsizetype fileSize = 30000; // bytes
    static constexpr std::size_t mostCollections = 24;

    ChangingWorld(DemoAccount& account, unsigned seed)
        : m_account(account)
        , m_home(account)
        , m_random(seed)
    {
        demo::NewUser bea;
        bea.username = "bea";
        bea.firstName = "Bea";
        bea.lastName = "Byte";
        m_bea = store().addUser(bea);
        m_archive = m_home.addProject(QStringLiteral("archive"), m_bea);
        store().share(m_archive, m_account.user, demo::Level::Read);
        m_steady = m_home.addCollection(QStringLiteral("steady"), {steadyFile()}, m_archive);
        for (int i = 0; i < 4; ++i)
            addProject();
        const auto uuid = m_home.addProject(QStringLiteral("hers"), m_bea);
        m_projects.push_back({QStringLiteral("hers"), uuid, hersToo, false});
        for (int i = 0; i < 10; ++i)
            addCollection();
        addCollectionIn(hers());
    }

    // In words.
    QString changeSomething()
    {
        m_haveTagsChanged = false;
        switch (below(12)) {
        case 0:
            return addCollection();
        case 1:
            return renameOne(anyOf(m_collections));
        case 2:
            return renameOne(anyOf(m_projects));
        case 3:
            return moveOne(anyOf(m_collections));
        case 4:
            return moveOne(anyOf(m_projects));
        case 5:
            return trashOrNot(anyOf(m_collections));
        case 6:
            return trashOrNot(anyOf(m_projects));
        case 7:
            return shareOrNot();
        case 8:
            return tagOrNot();
        case 9:
            return touchOne();
        default:
            return replaceOne();
        }
    }

    // A file that stays, below a mount of all, and its bytes.
    [[nodiscard]] QString steadyPath() const
    {
        return QStringLiteral("by_id/") + QString::fromStdString(m_steady) + u'/' + steadyFile();
    }
    [[nodiscard]] static QByteArray steadyBytes() { return HomeWorld::bytesOf(steadyFile()); }

    // Or what they show.
    [[nodiscard]] bool haveTagsChanged() const { return m_haveTagsChanged; }
    [[nodiscard]] static QString unshared() { return QStringLiteral("hers is not shared"); }

    [[nodiscard]] QByteArray expected() const
    {
        QByteArrayList lines{"by_tag/", "home/", "shared/", "shared/Bea Byte/"};
        describeInside(home, QByteArray("home/"), lines);
        if (m_isShared)
            describe(hers(), QByteArray("shared/Bea Byte/hers/"), lines);
        for (auto tag = m_tags.begin(); tag != m_tags.end(); ++tag) {
            const QByteArray folder = "by_tag/" + tag.key().toUtf8() + '/';
            lines += folder;
            for (const auto collection : tag->keys()) {
                if (isVisible(collection))
                    lines +=
                        folder + QByteArray::fromStdString(m_collections[collection].uuid) + '/';
            }
        }
        std::sort(lines.begin(), lines.end());
        return lines.join('\n');
    }

    // The same of a mount; what bytes are wrong is said. A value: may run on any thread.
    [[nodiscard]] static QByteArray seen(const QString& mount)
    {
        QByteArrayList lines;
        for (const auto* root : {"by_tag/", "home/", "shared/"}) {
            lines += root;
            see(mount, root, lines);
        }
        std::sort(lines.begin(), lines.end());
        return lines.join('\n');
    }

    // "label", or what is wrong with bytes that should be a file.
    [[nodiscard]] static QByteArray labelOf(const QByteArray& bytes)
    {
        if (bytes.startsWith("errno"))
            return bytes;
        const auto label = bytes.left(bytes.indexOf('\n'));
        return bytes == bytesOf(QString::fromUtf8(label)) ? label : "WRONG BYTES " + label;
    }
    [[nodiscard]] static QByteArray bytesOf(const QString& label)
    {
        return HomeWorld::bytesOf(label).left(fileSize);
    }

    // One collection, for whoever holds on to it.
    struct Held
    {
        std::size_t collection = 0;
        QString path; // below the mount
    };
    [[nodiscard]] std::optional<Held> anyVisible()
    {
        const auto collection = below(m_collections.size());
        if (!isVisible(m_collections[collection]) || m_collections[collection].around == hers())
            return std::nullopt;
        return Held{collection, QStringLiteral("home/") + pathOf(m_collections[collection])};
    }
    // Its content can be had as long as it is anywhere: here it stays.
    void keepCopy(std::size_t collection) { keepCopy(m_collections[collection]); }
    // What its files are called and say; empty: it is not to be seen.
    [[nodiscard]] QMap<QString, QByteArray> filesOf(std::size_t collection) const
    {
        QMap<QString, QByteArray> files;
        const auto& object = m_collections[collection];
        for (auto file = object.files.begin(); file != object.files.end(); ++file)
            files[file.key()] = labelFor(object, file.key(), file.value()).toUtf8();
        return files;
    }
    [[nodiscard]] bool isVisible(std::size_t collection) const
    {
        return isVisible(m_collections[collection]);
    }
    [[nodiscard]] std::size_t below(std::size_t bound)
    {
        return std::uniform_int_distribution<std::size_t>(0, bound - 1)(m_random);
    }

private:
    [[nodiscard]] static QString steadyFile() { return QStringLiteral("steadyfile"); }

    static constexpr int home = -1; // where projects and collections of Alice's are
    static constexpr int hersToo = -2; // and the one of Bea's

    struct Object
    {
        QString name;
        std::string uuid;
        int around = home;
        bool isTrashed = false;
        QMap<QString, int> files{}; // of a collection: their versions
        QString first{}; // of a collection: its first name, in the labels of its files
    };
    using Objects = std::vector<Object>;

    [[nodiscard]] demo::Store& store() { return m_account.cluster.store(); }
    [[nodiscard]] static int hers() { return 4; }
    [[nodiscard]] Object& anyOf(Objects& objects) { return objects[below(objects.size())]; }
    [[nodiscard]] QString newName(const char* kind)
    {
        return QString::fromLatin1(kind) + QString::number(++m_lastName);
    }
    static void verify(const Result<void>& result)
    {
        if (!result)
            qFatal("%s", qPrintable(result.error().text));
    }

    [[nodiscard]] bool isVisible(const Object& object) const
    {
        if (object.isTrashed)
            return false;
        if (object.around == hersToo)
            return m_isShared;
        return object.around == home
            || isVisible(m_projects[static_cast<std::size_t>(object.around)]);
    }
    [[nodiscard]] QString pathOf(const Object& object) const
    {
        return object.around < 0
            ? object.name
            : pathOf(m_projects[static_cast<std::size_t>(object.around)]) + u'/' + object.name;
    }
    [[nodiscard]] static QString labelFor(const Object& object, const QString& file, int version)
    {
        return object.first + u'-' + file + u'-' + QString::number(version);
    }

    void describe(int project, const QByteArray& folder, QByteArrayList& lines) const
    {
        if (m_projects[static_cast<std::size_t>(project)].isTrashed)
            return;
        lines += folder;
        describeInside(project, folder, lines);
    }
    void describeInside(int around, const QByteArray& folder, QByteArrayList& lines) const
    {
        for (std::size_t i = 0; i < m_projects.size(); ++i) {
            if (m_projects[i].around == around)
                describe(static_cast<int>(i), folder + m_projects[i].name.toUtf8() + '/', lines);
        }
        for (const auto& object : m_collections) {
            if (object.around != around || object.isTrashed)
                continue;
            const auto inside = folder + object.name.toUtf8() + '/';
            lines += inside;
            for (auto file = object.files.begin(); file != object.files.end(); ++file)
                lines += inside + file.key().toUtf8() + ": "
                    + labelFor(object, file.key(), file.value()).toUtf8();
        }
    }
    static void see(const QString& mount, const QByteArray& folder, QByteArrayList& lines)
    {
        const auto path = mount + u'/' + QString::fromUtf8(folder);
        const auto names = listed(path);
        if (names.startsWith("errno")) {
            lines += folder + ' ' + names;
            return;
        }
        for (const auto& name : names.split('\n')) {
            const auto isSkipped =
                name.isEmpty() || name == "archive" || name == "Public favorites";
            const auto isFile = name.startsWith("file");
            if (isFile && !folder.startsWith("by_tag"))
                lines +=
                    folder + name + ": " + labelOf(contentOf(path + QString::fromUtf8(name), true));
            if (isSkipped || isFile)
                continue;
            lines += folder + name + '/';
            if (folder.startsWith("by_tag/tag"))
                continue; // collections that are seen elsewhere
            see(mount, folder + name + '/', lines);
        }
    }

    QString addProject()
    {
        const auto name = newName("p");
        m_projects.push_back({name, m_home.addProject(name), home, false});
        return QStringLiteral("new ") + name;
    }
    QString addCollection()
    {
        if (m_collections.size() >= mostCollections)
            return QStringLiteral("nothing");
        const auto around = static_cast<int>(below(5)) - 1;
        return addCollectionIn(around);
    }
    QString addCollectionIn(int around)
    {
        Object made;
        made.name = newName("c");
        made.first = made.name;
        made.around = around;
        made.files = {{QStringLiteral("file1"), 1}, {QStringLiteral("file2"), 1}};
        demo::NewCollection wanted;
        wanted.owner = uuidOf(around);
        wanted.name = made.name.toStdString();
        wanted.manifest = manifestOf(made);
        const auto uuid = store().addCollection(wanted);
        if (!uuid)
            qFatal("%s", qPrintable(uuid.error().text));
        made.uuid = *uuid;
        m_collections.push_back(made);
        return QStringLiteral("new ") + made.name;
    }
    [[nodiscard]] std::string uuidOf(int around) const
    {
        return around == home ? m_account.user : m_projects[static_cast<std::size_t>(around)].uuid;
    }
    [[nodiscard]] std::string manifestOf(const Object& object)
    {
        std::string blocks;
        std::string segments;
        qsizetype offset = 0;
        const auto size = std::to_string(fileSize);
        for (auto file = object.files.begin(); file != object.files.end(); ++file) {
            const auto bytes = bytesOf(labelFor(object, file.key(), file.value()));
            blocks += ' ' + m_home.addBlock(bytes) + '+' + size;
            segments += ' ' + std::to_string(offset) + ':' + size + ':' + file.key().toStdString();
            offset += fileSize;
        }
        return object.files.isEmpty() ? std::string() : '.' + blocks + segments + '\n';
    }
    void keepCopy(const Object& object)
    {
        demo::NewCollection copy;
        copy.owner = m_archive;
        copy.manifest = manifestOf(object); // nameless
        copy.name = newName("copy").toStdString();
        const auto hash = copy.manifest;
        if (m_copied.contains(hash))
            return;
        m_copied.insert(hash);
        if (const auto made = store().addCollection(copy); !made)
            qFatal("%s", qPrintable(made.error().text));
    }

    QString renameOne(Object& object)
    {
        const auto before = object.name;
        object.name = newName(object.first.isEmpty() ? "p" : "c");
        if (object.around == hersToo)
            object.name = before; // her own name stands in what is expected
        verify(store().rename(object.uuid, object.name.toStdString()));
        return before + QStringLiteral(" becomes ") + object.name;
    }
    QString moveOne(Object& object)
    {
        const auto around = static_cast<int>(below(5)) - 1;
        const bool isHers = object.around == hers() || object.around == hersToo;
        bool isInside = false;
        for (int at = around; at >= 0; at = m_projects[static_cast<std::size_t>(at)].around)
            isInside |= &m_projects[static_cast<std::size_t>(at)] == &object;
        if (isHers || isInside)
            return QStringLiteral("nothing");
        m_haveTagsChanged = true;
        object.around = around;
        verify(store().move(object.uuid, uuidOf(around)));
        return object.name + QStringLiteral(" moves to ") + pathOf(object);
    }
    QString trashOrNot(Object& object)
    {
        if (object.around == hersToo)
            return QStringLiteral("nothing");
        m_haveTagsChanged = true;
        object.isTrashed = !object.isTrashed;
        verify(object.isTrashed ? store().trash(object.uuid) : store().untrash(object.uuid));
        return object.name
            + (object.isTrashed ? QStringLiteral(" is trashed") : QStringLiteral(" is back"));
    }
    QString shareOrNot()
    {
        m_haveTagsChanged = true;
        m_isShared = !m_isShared;
        store().share(m_projects[static_cast<std::size_t>(hers())].uuid, m_account.user,
                      m_isShared ? demo::Level::Read : demo::Level::None);
        return m_isShared ? QStringLiteral("hers is shared") : unshared();
    }
    QString tagOrNot()
    {
        m_haveTagsChanged = true;
        const auto tag = QStringLiteral("tag%1").arg(below(3));
        const auto at = below(m_collections.size());
        auto& links = m_tags[tag];
        const auto known = links.constFind(at);
        if (known == links.cend()) {
            links[at] = store().addTag(m_account.user, tag.toStdString(), m_collections[at].uuid);
            return m_collections[at].name + QStringLiteral(" gets ") + tag;
        }
        verify(store().removeRecord(*known));
        links.remove(at);
        if (links.isEmpty())
            m_tags.remove(tag);
        return m_collections[at].name + QStringLiteral(" loses ") + tag;
    }
    // What is not seen in a mount.
    QString touchOne()
    {
        auto& object = anyOf(m_collections);
        verify(store().setProperties(object.uuid, {{"touched", ++m_lastName}}));
        return object.name + QStringLiteral(" gets properties");
    }
    QString replaceOne()
    {
        auto& object = anyOf(m_collections);
        const auto file = QStringLiteral("file%1").arg(1 + below(3));
        const bool isGone = object.files.contains(file) && below(4) == 0;
        if (isGone)
            object.files.remove(file);
        else
            object.files[file] = ++m_lastName;
        verify(store().replaceManifest(object.uuid, manifestOf(object)));
        return object.name + (isGone ? QStringLiteral(" loses ") : QStringLiteral(" has a new "))
            + file;
    }

    DemoAccount& m_account;
    HomeWorld m_home;
    std::mt19937 m_random;
    std::string m_bea;
    std::string m_archive; // hers, shared: copies of what is held
    std::string m_steady;
    std::set<std::string> m_copied;
    Objects m_projects;
    Objects m_collections;
    bool m_isShared = false;
    bool m_haveTagsChanged = false;
    QMap<QString, QMap<std::size_t, std::string>> m_tags; // by collection: their links
    int m_lastName = 0;
};

} // namespace arv::test
