// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>

// How long entries, attributes and listings are good for: all constants together.
namespace arv::staleness {

using std::chrono::milliseconds;
using namespace std::chrono_literals;

// What a portable data hash names never changes.
constexpr milliseconds immutable = 3600s;

// Plain root, magic directories and README change only through this mount.
constexpr milliseconds local = 60s;

// Bound of what is refreshed by polling; in practice the refresh time (15 s) is shorter.
constexpr milliseconds polledAtMost = 60s;

// While the event feed is connected every change is told; this bounds the harm of an event that
// never came.
constexpr milliseconds fed = 60s;

// Tags change seldom: so long where they are one directory among others.
constexpr milliseconds tagsAmongOthers = 60s;

// Between two looks at a directory whose objects keep changing, and at most so many objects are
// asked for one by one; the listing is cheaper then.
constexpr milliseconds betweenLooks = 200ms;
constexpr int objectsAskedSingly = 20;

// A name that is not there, in a directory that is completely known; elsewhere it is not cached.
constexpr milliseconds absent = 1s;

// Polled objects are asked for again after this (arv-mount's --refresh-time).
constexpr milliseconds refresh = 15s;

// A shorter refresh time would make stale what was fetched just now to be answered from.
constexpr milliseconds refreshAtLeast = 100ms;

// Up to this many refresh times an old listing is served while the new one is fetched.
constexpr int refreshesServedOld = 10;

// The fifth new name within a minute makes a project's listing cheaper than further questions.
constexpr int lookupsBeforeListing = 5;
constexpr milliseconds lookupWindow = 60s;

// The kernel gets so long to let go of what it was asked for; then others are asked.
constexpr milliseconds lettingGo = 1s;

// When memory is short the cache shrinks as far as it can within this; what programs hold longer
// than that stays.
constexpr milliseconds relief = 10s;

// A failed refresh is not tried again at once.
constexpr milliseconds afterFailure = 2s;

// Signatures are renewed when so little of their time is left, and not again for as long: whose
// clock is wrong by more sees them refused, which renews them, too.
constexpr milliseconds signatureMargin = 60s;
constexpr milliseconds signaturesTrusted = 60s;

// Work on the server's answer that nobody waits for any more, and that makes no progress, is given
// up after this: it holds one of the few connections.
constexpr milliseconds patience = 5s;

// An interrupted request may still be answered for so long; then EINTR. Profilers and Go's
// scheduler interrupt all the time and must not turn every wait into an error.
constexpr milliseconds interruptGrace = 1s;

} // namespace arv::staleness
