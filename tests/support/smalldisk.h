// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QFile>
#include <QString>
#include <QTemporaryDir>

#include <cerrno>
#include <cstring>

#include <sys/mount.h>

namespace arv::test {

// A file system in memory of so many bytes, for as long as this lives. Only root may have one.
class SmallDisk
{
public:
    explicit SmallDisk(std::uint64_t bytes)
        : m_path(QFile::encodeName(m_folder.path()))
    {
        const auto options = "size=" + QByteArray::number(static_cast<qulonglong>(bytes));
        if (::mount("tmpfs", m_path.constData(), "tmpfs", 0, options.constData()) != 0)
            m_trouble = QStringLiteral("no file system of its own: ")
                + QString::fromLocal8Bit(std::strerror(errno));
    }
    ~SmallDisk()
    {
        if (isThere())
            ::umount2(m_path.constData(), MNT_DETACH);
    }
    SmallDisk(const SmallDisk&) = delete;
    SmallDisk& operator=(const SmallDisk&) = delete;

    [[nodiscard]] bool isThere() const { return m_trouble.isEmpty(); }
    [[nodiscard]] const QString& trouble() const { return m_trouble; } // why it is not
    [[nodiscard]] QString path() const { return m_folder.path(); }
    [[nodiscard]] bool makeReadOnly() const
    {
        return ::mount(nullptr, m_path.constData(), nullptr, MS_REMOUNT | MS_RDONLY, nullptr) == 0;
    }

private:
    QTemporaryDir m_folder;
    QByteArray m_path;
    QString m_trouble;
};

} // namespace arv::test
