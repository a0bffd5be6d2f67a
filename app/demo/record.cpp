// SPDX-License-Identifier: Apache-2.0
#include "demo/record.h"

namespace arv::demo {

const std::string& Record::text(const char* name) const
{
    static const std::string none;
    const auto found = attributes.find(name);
    if (found == attributes.end() || !found->is_string())
        return none;
    return found->get_ref<const std::string&>();
}

bool Record::flag(const char* name) const
{
    const auto found = attributes.find(name);
    return found != attributes.end() && found->is_boolean() && found->get<bool>();
}

} // namespace arv::demo
