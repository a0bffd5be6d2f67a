// SPDX-License-Identifier: Apache-2.0
#include "demo/randomid.h"

#include <random>
#include <string_view>

namespace arv::demo {

std::string randomCharacters(std::size_t count)
{
    static constexpr std::string_view alphabet = "0123456789abcdefghijklmnopqrstuvwxyz";
    thread_local std::mt19937_64 engine{std::random_device{}()};
    std::uniform_int_distribution<std::size_t> any(0, alphabet.size() - 1);
    std::string text(count, '0');
    for (char& character : text)
        character = alphabet[any(engine)];
    return text;
}

} // namespace arv::demo
