// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "fuse/request.h"

#include <linux/fuse.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <vector>

namespace arv::test {

// The kernel's end of a FUSE device: sends requests, collects answers, and can let an answer fail
// as the kernel does when the caller has gone. One at a time; the test's thread.
class FakeKernel
{
public:
    struct Answer
    {
        int error = 0; // positive errno
        std::string body;

        template <class T>
        [[nodiscard]] T as(std::size_t offset = 0) const
        {
            T value{};
            if (offset + sizeof value <= body.size())
                std::memcpy(&value, body.data() + offset, sizeof value);
            return value;
        }
    };

    FakeKernel()
    {
        if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, m_ends) != 0)
            qFatal("no socket pair");
        current() = this;
    }
    ~FakeKernel()
    {
        current() = nullptr;
        ::close(m_ends[0]);
    }
    FakeKernel(const FakeKernel&) = delete;
    FakeKernel& operator=(const FakeKernel&) = delete;

    // For the session, which closes it.
    [[nodiscard]] int device() const { return m_ends[1]; }
    [[nodiscard]] static const fuse_custom_io& io()
    {
        static const fuse_custom_io ways{writeAnswer, readRequest, nullptr, nullptr};
        return ways;
    }

    std::uint64_t init()
    {
        fuse_init_in body{};
        body.major = FUSE_KERNEL_VERSION;
        body.minor = FUSE_KERNEL_MINOR_VERSION;
        body.max_readahead = 131072;
        body.flags = FUSE_ASYNC_READ | FUSE_DO_READDIRPLUS | FUSE_BIG_WRITES;
        return send(FUSE_INIT, 0, textOf(body));
    }

    // Returns the request's number.
    std::uint64_t send(std::uint32_t opcode, std::uint64_t inode, const std::string& body = {})
    {
        return sendAs(m_next += 2, opcode, inode, body);
    }
    // The number that send() will give next.
    [[nodiscard]] std::uint64_t upcoming() const { return m_next + 2; }
    // Interrupts go under a number of their own, and may be answered EAGAIN.
    void interrupt(std::uint64_t request)
    {
        fuse_interrupt_in body{};
        body.unique = request;
        sendAs(request | 1, FUSE_INTERRUPT, 0, textOf(body));
    }
    void forget(std::uint64_t inode, std::uint64_t count)
    {
        fuse_forget_in body{};
        body.nlookup = count;
        send(FUSE_FORGET, inode, textOf(body));
    }

    // The answer to this request will not arrive.
    void failAnswerTo(std::uint64_t request)
    {
        const std::lock_guard lock(m_mutex);
        m_failing.insert(request);
    }
    [[nodiscard]] bool hasFailed(std::uint64_t request)
    {
        const std::lock_guard lock(m_mutex);
        return m_failed.contains(request);
    }

    [[nodiscard]] std::vector<Answer> answersTo(std::uint64_t request)
    {
        collect();
        const auto found = m_answers.find(request);
        return found == m_answers.end() ? std::vector<Answer>() : found->second;
    }

    template <class T>
    [[nodiscard]] static std::string textOf(const T& body)
    {
        return {reinterpret_cast<const char*>(&body), sizeof body};
    }

private:
    static FakeKernel*& current()
    {
        static FakeKernel* kernel = nullptr;
        return kernel;
    }

    std::uint64_t sendAs(std::uint64_t unique, std::uint32_t opcode, std::uint64_t inode,
                         const std::string& body)
    {
        fuse_in_header header{};
        header.len = static_cast<std::uint32_t>(sizeof header + body.size());
        header.opcode = opcode;
        header.unique = unique;
        header.nodeid = inode;
        const auto message = textOf(header) + body;
        if (::send(m_ends[0], message.data(), message.size(), MSG_NOSIGNAL) < 0)
            qFatal("a request was not taken: %s", std::strerror(errno));
        return unique;
    }

    void collect()
    {
        std::vector<char> message(1 << 20);
        ssize_t size = 0;
        while ((size = ::recv(m_ends[0], message.data(), message.size(), 0)) > 0) {
            fuse_out_header header{};
            std::memcpy(&header, message.data(), sizeof header);
            m_answers[header.unique].push_back(
                {-header.error,
                 std::string(message.data() + sizeof header, message.data() + size)});
        }
    }

    static ssize_t readRequest(int device, void* to, std::size_t size, void* /*userdata*/)
    {
        const auto got = ::recv(device, to, size, 0);
        if (got == 0)
            errno = ENODEV; // as after an unmount
        return got == 0 ? -1 : got;
    }

    static ssize_t writeAnswer(int device, iovec* pieces, int count, void* /*userdata*/)
    {
        fuse_out_header header{};
        std::memcpy(&header, pieces[0].iov_base, sizeof header);
        FakeKernel& kernel = *current();
        const std::lock_guard lock(kernel.m_mutex);
        if (kernel.m_failing.erase(header.unique) == 0)
            return ::writev(device, pieces, count);
        kernel.m_failed.insert(header.unique);
        errno = ENOENT;
        return -1;
    }

    int m_ends[2]{-1, -1}; // ours, the session's
    std::uint64_t m_next = 0;
    std::map<std::uint64_t, std::vector<Answer>> m_answers;
    std::mutex m_mutex; // notifications are written by another thread
    std::set<std::uint64_t> m_failing;
    std::set<std::uint64_t> m_failed;
};

} // namespace arv::test
