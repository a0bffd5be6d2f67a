// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace arv {

// What can go wrong, in our own words. fuse/errno turns these into errno, ui into sentences.
enum class Errc
{
    NotFound, // no such object, or none we may see (API 404)
    NotSignedIn, // token missing, unknown or expired (API 401)
    PermissionDenied, // readable but not more (API 403)
    NotPermitted, // this place never allows it
    ReadOnly, // the mount is read-only
    NameTaken,
    NameTooLong,
    Invalid, // the request itself was wrong (API 400, 422)
    NotADirectory,
    IsADirectory,
    BadHandle,
    Stale, // a handle of something that has vanished
    NotSupported,
    NoAttribute, // no extended attribute of that name
    TooLarge, // more bytes than we or the server take
    Unreachable, // no connection: name, route, refused, TLS
    TimedOut, // connected, then silence
    ServerError, // 5xx and the like, after all tries
    BadReply, // an answer that is not what the protocol says
    BadManifest,
    BlockNotFound, // every Keep service says it has not got it
    BlockCorrupt, // bytes came, but not those of the hash
    SignatureRefused, // Keep wants a newer +A hint
    Cancelled, // the waiter gave up; the work may go on
    ShuttingDown,
    NoMemory,
    Internal,
};

// The code as a word for logs, for example "NotFound". Any thread.
[[nodiscard]] const char* errcName(Errc code);

} // namespace arv
