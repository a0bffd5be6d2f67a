// SPDX-License-Identifier: Apache-2.0
#include "transfertext.h"

#include "formatting.h"

#include <QCoreApplication>

#include <algorithm>

namespace arv {

namespace {

constexpr int thousandths = 1000;
constexpr qsizetype longestName = 300;
constexpr qsizetype longestFailure = 1000;

class TransferText
{
    Q_DECLARE_TR_FUNCTIONS(TransferText)

public:
    static QString ofWaiting(Transfer::Waiting waiting)
    {
        switch (waiting) {
        case Transfer::Waiting::Nothing:
            return tr("Receiving");
        case Transfer::Waiting::Turn:
            return tr("Waits for its turn");
        case Transfer::Waiting::Answer:
            return tr("Waits for an answer");
        case Transfer::Waiting::NextTry:
            return tr("Waits for the next try");
        case Transfer::Waiting::Pause:
            return tr("Paused");
        }
        return {};
    }
    static QString ofPurpose(Transfer::Purpose purpose)
    {
        switch (purpose) {
        case Transfer::Purpose::Read:
            return tr("A program waits for it");
        case Transfer::Purpose::Background:
            return tr("A program in the background waits for it");
        case Transfer::Purpose::Ahead:
            return tr("Fetched ahead");
        }
        return {};
    }
    static QString partOf(const QString& part, const QString& whole)
    {
        return tr("%1 of %2").arg(part, whole);
    }
    static QString failure(const QString& failure) { return tr("Last failure: %1").arg(failure); }
    static QString origin(const QString& service, const QString& cluster)
    {
        return service.isEmpty() ? tr("Of %1").arg(cluster)
                                 : tr("From %1, of %2").arg(service, cluster);
    }
    static QString unnamed() { return tr("(file not known)"); }

    static QString summary(const TransferFigures& figures)
    {
        const auto count = static_cast<int>(figures.transfers.size());
        if (figures.isPaused)
            return count == 0 ? tr("Transfers are paused.")
                              : tr("Paused: %n transfer(s) wait", nullptr, count);
        return count == 0 ? tr("Nothing is being transferred.")
                          : tr("%n transfer(s) at %1", nullptr, count).arg(rateText(figures.rate));
    }
    static QString absence(const TransferFigures& figures)
    {
        return figures.isPaused
            ? tr("What is in the cache can be read; everything else waits until you resume.")
            : tr("Blocks of files that programs read from a mount are shown here while they are "
                 "fetched.");
    }
};

} // namespace

QString waitingWords(Transfer::Waiting waiting)
{
    return TransferText::ofWaiting(waiting);
}

QString purposeWords(Transfer::Purpose purpose)
{
    return TransferText::ofPurpose(purpose);
}

QString progressWords(const Transfer& transfer)
{
    const auto part = sizeText(transfer.bytes);
    return transfer.size == 0 ? part : TransferText::partOf(part, sizeText(transfer.size));
}

int progressShare(const Transfer& transfer)
{
    if (transfer.size == 0)
        return 0;
    const auto share = static_cast<double>(transfer.bytes) / static_cast<double>(transfer.size);
    return static_cast<int>(std::min(share, 1.0) * thousandths);
}

QString fileWords(const Transfer& transfer)
{
    return transfer.file.isEmpty() ? TransferText::unnamed()
                                   : visibleText(transfer.file, longestName);
}

QString detailWords(const Transfer& transfer)
{
    QStringList lines{fileWords(transfer) + QStringLiteral(" – ")
                      + TransferText::ofPurpose(transfer.purpose)};
    if (!transfer.cluster.isEmpty())
        lines += TransferText::origin(visibleText(transfer.service, longestName),
                                      visibleText(transfer.cluster, longestName));
    if (!transfer.lastFailure.isEmpty())
        lines += TransferText::failure(visibleText(transfer.lastFailure, longestFailure));
    return lines.join(u'\n');
}

QString summaryWords(const TransferFigures& figures)
{
    return TransferText::summary(figures);
}

QString absenceWords(const TransferFigures& figures)
{
    return TransferText::absence(figures);
}

} // namespace arv
