// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "support/demoaccount.h"

#include <QByteArray>
#include <QHash>
#include <QStringList>

namespace arv::test {

// Projects and collections of a demo account's user, made one by one. Every file is one block of
// its own, on both Keep services, with bytes that no other file has.
class HomeWorld
{
public:
    explicit HomeWorld(DemoAccount& account)
        : m_account(account)
    { }

    static constexpr qsizetype fileSize = 300000; // bytes; several buffers of anybody's

    [[nodiscard]] static QByteArray bytesOf(const QString& file)
    {
        const auto line = file.toUtf8() + '\n';
        return line.repeated(fileSize / line.size() + 1).left(fileSize);
    }

    // The hash of a file's only block.
    std::string addBlock(const QByteArray& bytes)
    {
        const auto hash = m_account.cluster.blocks(0).add(bytes.toStdString());
        const auto copy = m_account.cluster.blocks(1).add(bytes.toStdString());
        if (!hash || !copy)
            qFatal("a block cannot be stored");
        return *hash;
    }

    // A manifest of files with names without blanks.
    [[nodiscard]] std::string manifestOf(const QStringList& files)
    {
        std::string blocks;
        std::string segments;
        qsizetype offset = 0;
        for (const auto& file : files) {
            const auto size = std::to_string(fileSize);
            m_hashes[file] = addBlock(bytesOf(file));
            blocks += ' ' + m_hashes[file] + '+' + size;
            segments += ' ' + std::to_string(offset) + ':' + size + ':' + file.toStdString();
            offset += fileSize;
        }
        return files.isEmpty() ? std::string() : '.' + blocks + segments + '\n';
    }

    // The UUID of a new collection. Names of files must be unlike in the whole world.
    std::string addCollection(const QString& name, const QStringList& files,
                              const std::string& owner = {})
    {
        demo::NewCollection made;
        made.owner = owner.empty() ? m_account.user : owner;
        made.name = name.toStdString();
        made.manifest = manifestOf(files);
        return m_uuids[name] = madeOne(m_account.cluster.store().addCollection(made));
    }

    std::string addProject(const QString& name, const std::string& owner = {})
    {
        demo::NewGroup made;
        made.owner = owner.empty() ? m_account.user : owner;
        made.name = name.toStdString();
        return m_uuids[name] = madeOne(m_account.cluster.store().addGroup(made));
    }

    // By the name it was added under, last.
    [[nodiscard]] std::string uuidOf(const QString& name) const { return m_uuids.value(name); }
    [[nodiscard]] std::string hashOf(const QString& file) const { return m_hashes.value(file); }

private:
    static std::string madeOne(const Result<std::string>& made)
    {
        if (!made)
            qFatal("%s", qPrintable(made.error().text));
        return *made;
    }

    DemoAccount& m_account;
    QHash<QString, std::string> m_uuids;
    QHash<QString, std::string> m_hashes;
};

} // namespace arv::test
