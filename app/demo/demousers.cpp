// SPDX-License-Identifier: Apache-2.0
#include "demo/demousers.h"

#include "demo/store.h"

#include <array>

namespace arv::demo {

namespace {

struct Person
{
    const char* name;
    const char* firstName;
    bool active;
    bool admin;
};

constexpr std::array<Person, 4> people{{
    {"alice", "Alice", true, false},
    {"bob", "Bob", true, false},
    {"carol", "Carol", false, false},
    {"dave", "Dave", true, true},
}};

constexpr std::size_t endingLength = 15; // of a UUID
constexpr std::size_t secretLength = 50;

const Person* find(std::string_view name)
{
    for (const auto& person : people) {
        if (name == person.name)
            return &person;
    }
    return nullptr;
}

std::string padded(std::string text, std::size_t length)
{
    text.resize(length, '0');
    return text;
}

std::string tokenUuid(std::string_view name, const std::string& clusterId)
{
    return clusterId + "-gj3su-" + padded(std::string(name) + "token", endingLength);
}

std::string secret(std::string_view name)
{
    return padded("golden" + std::string(name) + "token", secretLength);
}

} // namespace

std::string demoUserUuid(std::string_view name, const std::string& clusterId)
{
    return find(name) ? clusterId + "-tpzed-" + padded(std::string(name), endingLength)
                      : std::string();
}

std::string demoToken(std::string_view name, const std::string& clusterId)
{
    return find(name) ? "v2/" + tokenUuid(name, clusterId) + '/' + secret(name) : std::string();
}

void addDemoUsers(Store& store)
{
    const auto& cluster = store.clusterId();
    for (const auto& person : people) {
        NewUser user;
        user.username = person.name;
        user.firstName = person.firstName;
        user.lastName = "Example";
        user.active = person.active;
        user.admin = person.admin;
        user.uuid = demoUserUuid(person.name, cluster);
        NewToken token;
        token.user = store.addUser(user);
        token.secret = secret(person.name);
        token.uuid = tokenUuid(person.name, cluster);
        store.addToken(token);
    }
}

} // namespace arv::demo
