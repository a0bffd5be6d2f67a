// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/arvadosapi.h"
#include "mount/deadline.h"
#include "mount/projectitem.h"

namespace arv {

// Fetches the pages of an account's project tree. Lives in the account's thread; every fetch ends:
// with a page, or with an Error (a Deadline bounds it). Cursors are "g:" or "c:" and the last UUID
// of the groups or collections that were handed out.
class ProjectPages
{
public:
    ProjectPages(ArvadosApi& api, std::chrono::milliseconds patience)
        : m_api(api)
        , m_patience(patience)
    { }

    [[nodiscard]] Task<ProjectPage> fetch(ProjectQuery query, CancelToken token);

    // Whose home it is; empty: asked when it is needed.
    void setUser(const Uuid& user) { m_user = user; }

private:
    [[nodiscard]] Task<ProjectPage> fetchWithin(ProjectQuery query, Deadline* deadline);
    [[nodiscard]] Task<void> learnNames(CancelToken token);
    [[nodiscard]] Task<Uuid> user(CancelToken token);
    [[nodiscard]] Task<ProjectPage> contents(Uuid owner, QString cursor, CancelToken token);
    [[nodiscard]] Task<ProjectPage> shared(Uuid self, Deadline* deadline);

    ArvadosApi& m_api;
    std::chrono::milliseconds m_patience;
    Uuid m_user;
    bool m_knowsNames = false;
    std::optional<QString> m_slashSubstitution;
};

} // namespace arv
