// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "mount/datasnapshot.h"

#include <QString>

namespace arv {

// Transfers in words. What others wrote (names, hosts, failures) goes through visibleText() and
// stays plain text. Pure; UI thread.

// "Receiving", "Waits for its turn"
[[nodiscard]] QString waitingWords(Transfer::Waiting waiting);
// Why it is fetched: "A program waits for it"
[[nodiscard]] QString purposeWords(Transfer::Purpose purpose);
// "12.0 MiB of 64.0 MiB"; of a block whose size is not known: "12.0 MiB"
[[nodiscard]] QString progressWords(const Transfer& transfer);
// How much has come, in thousandths, at most 1000; nothing: the size is not known.
[[nodiscard]] int progressShare(const Transfer& transfer);
// The file, or words for none.
[[nodiscard]] QString fileWords(const Transfer& transfer);

// What the columns of a table may be too narrow for: where it comes from, why, what went wrong.
[[nodiscard]] QString detailWords(const Transfer& transfer);

// Of all of them: "3 transfers at 42.0 MiB/s", "Nothing is being transferred.", "Paused, …"
[[nodiscard]] QString summaryWords(const TransferFigures& figures);
// For where there are no rows: what a person may expect to see there.
[[nodiscard]] QString absenceWords(const TransferFigures& figures);

} // namespace arv
