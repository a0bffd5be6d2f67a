// SPDX-License-Identifier: Apache-2.0
#include "keep/blockhunt.h"

#include "base/log.h"
#include "base/visibletext.h"
#include "net/exchange.h"

namespace arv {

namespace {

// A whole copy with a wrong MD5 stays wrong; one more try tells it from a fault on the way.
constexpr int triesForWrongBytes = 2;
// A transfer that breaks off may be the network or a damaged copy; after so many it is the copy.
constexpr int triesForBrokenOff = 4;

} // namespace

QList<KeepService> BlockHunt::round(const QList<KeepService>& services)
{
    m_services = rendezvousOrder(m_locator.hash(), services, m_locator.serviceHints());
    QList<KeepService> left;
    for (const auto& service : m_services) {
        const auto known = m_records.constFind(service.uuid.text);
        if (known == m_records.cend() || !isFinal(*known))
            left.append(service);
    }
    return left;
}

bool BlockHunt::hasItsBytes(const KeepService& service, const Result<HttpReply>& reply)
{
    if (!reply) {
        note(service, failureFor(reply.error()), reply.error());
        return false;
    }
    if (reply->status != 200) {
        const auto said = QString::fromUtf8(reply->body.left(200)).trimmed();
        note(service, failureFor(service, reply->status),
             {Errc::ServerError,
              QStringLiteral("%1 answers %2 %3")
                  .arg(service.baseUrl)
                  .arg(reply->status)
                  .arg(visibleText(redact(said), 200))});
        return false;
    }
    if (reply->sunk + reply->body.size() != m_locator.size()) {
        note(service, Failure::WrongBytes,
             {Errc::BlockCorrupt,
              QStringLiteral("%1 sent %2 bytes instead of %3")
                  .arg(service.baseUrl)
                  .arg(reply->sunk + reply->body.size())
                  .arg(m_locator.size())});
        return false;
    }
    return true;
}

void BlockHunt::noteWrongBytes(const KeepService& service)
{
    note(service, Failure::WrongBytes,
         {Errc::BlockCorrupt,
          QStringLiteral("%1 sent bytes with another MD5").arg(service.baseUrl)});
}

void BlockHunt::note(const KeepService& service, Failure failure, const Error& error)
{
    qCInfo(logKeep).noquote() << "block" << m_locator.stripped() << error.text;
    auto& record = m_records[service.uuid.text];
    record.failure = failure;
    record.error = error;
    record.place = service.baseUrl;
    if (failure == Failure::WrongBytes || failure == Failure::BrokenOff)
        ++record.times;
}

BlockHunt::Failure BlockHunt::failureFor(const Error& error)
{
    if (error.code == Errc::TooLarge)
        return Failure::WrongBytes;
    if (error.code == Errc::TimedOut)
        return Failure::Passing;
    if (error.code != Errc::Unreachable)
        return Failure::Refused; // our own settings, or a server that speaks no HTTP
    return brokeOff(error) ? Failure::BrokenOff : Failure::Passing;
}

BlockHunt::Failure BlockHunt::failureFor(const KeepService& service, int status)
{
    switch (status) {
    case 404:
    case 410:
        return Failure::NotThere;
    case 403:
        return service.proxy ? Failure::Forbidden : Failure::NotThere;
    case 400:
    case 401:
        return service.proxy ? Failure::Refused : Failure::SignatureRefused;
    case 422:
        return service.proxy ? Failure::SignatureRefused : Failure::Refused;
    case 502: // a keepstore says so of a damaged copy; a proxy of any passing trouble
        return service.disk ? Failure::BrokenOff : Failure::Passing;
    case 408:
    case 423:
    case 429:
    case 500:
    case 503:
    case 504:
        return Failure::Passing;
    default:
        return Failure::Refused;
    }
}

bool BlockHunt::isFinal(const Record& record)
{
    switch (record.failure) {
    case Failure::Passing:
        return false;
    case Failure::WrongBytes:
        return record.times >= triesForWrongBytes;
    case Failure::BrokenOff:
        return record.times >= triesForBrokenOff;
    default:
        return true;
    }
}

bool BlockHunt::isWorthAnotherRound() const
{
    if (!recordsOf(Failure::SignatureRefused).empty())
        return false;
    return std::any_of(m_services.begin(), m_services.end(), [this](const auto& service) {
        return !isFinal(m_records.value(service.uuid.text));
    });
}

std::vector<BlockHunt::Record> BlockHunt::recordsOf(Failure failure) const
{
    std::vector<Record> found;
    for (const auto& service : m_services) {
        const auto record = m_records.constFind(service.uuid.text);
        if (record != m_records.cend() && record->failure == failure)
            found.push_back(*record);
    }
    return found;
}

bool BlockHunt::all(Failure failure) const
{
    return !m_services.isEmpty()
        && recordsOf(failure).size() == static_cast<std::size_t>(m_services.size());
}

QString BlockHunt::places(const std::vector<Record>& records) const
{
    QStringList names;
    for (const auto& record : records)
        names.append(record.place);
    return names.join(QStringLiteral(", "));
}

Error BlockHunt::outcome() const
{
    const auto block = QStringLiteral("block ") + QString::fromLatin1(m_locator.stripped());
    if (m_services.isEmpty())
        return {Errc::Unreachable, block + QStringLiteral(": the cluster names no Keep service")};
    const auto refused = recordsOf(Failure::SignatureRefused);
    if (!refused.empty())
        return {Errc::SignatureRefused,
                block + QStringLiteral(": signature refused by ") + places(refused)};
    if (all(Failure::NotThere))
        return {Errc::BlockNotFound, block + QStringLiteral(": no Keep service has it")};
    const auto forbidden = recordsOf(Failure::Forbidden);
    if (!forbidden.empty())
        return {Errc::PermissionDenied,
                block + QStringLiteral(": the token is refused by ") + places(forbidden)};
    // Passing trouble first: a service that was not reached may still have a good copy.
    for (const auto failure : {Failure::Passing, Failure::Refused}) {
        const auto others = recordsOf(failure);
        if (failure == Failure::Refused && !damaged().empty())
            break;
        if (!others.empty())
            return {others.front().error.code,
                    block + QStringLiteral(": ") + others.front().error.text};
    }
    return {Errc::BlockCorrupt,
            block + QStringLiteral(": wrong or incomplete at ") + places(damaged())};
}

std::vector<BlockHunt::Record> BlockHunt::damaged() const
{
    auto records = recordsOf(Failure::WrongBytes);
    const auto broken = recordsOf(Failure::BrokenOff);
    records.insert(records.end(), broken.begin(), broken.end());
    return records;
}

} // namespace arv
