// SPDX-License-Identifier: Apache-2.0
#include "demo/sampleworld.h"

#include "demo/democluster.h"
#include "demo/demousers.h"
#include "demo/samplefiles.h"
#include "demo/store.h"

namespace arv::demo {

namespace {

using nlohmann::json;

constexpr std::uint64_t largeFileSeed = 1000; // of its first block
constexpr const char* largeFileHashes[] = {
    "4ea182bbc44d9c1fce2a7314eecaadba", "95502384eb07e67a62d5882b110e0167",
    "b69939e3666ee592ec3e5b094add3478", "9952d9de8fa574bf4bce60ad1eb6253c",
    "1268c8ee0b65f1fc25a1115890de23b0", "787d0234486d77efbbb742076be3b053",
    "170ec774f8b0e63e6abca26baa3e7d33", "3126bc18e5c99638d00bd110db143700",
    "856a63b4387fda2e5d20fc4c081f9c39", "63008430abf5bc461246ec69337a1518",
    "18fa29dbeaffe3813973e9cfcef9c5fa", "a5cf009f9fde9b461906cddfb8e1119e",
    "6ccaa0c77de3f3357eda9527bc244429", "3e82e89d36c0b27a5b0601cfb93cac71",
    "206485491f48dd431a050eef82d475c4", "71a71ffeab3faa2d27bd400818ed8b38",
};

// A place for records, and where a mount of alice's home shows it (if it does).
struct Place
{
    std::string uuid;
    std::string path; // ends with a slash unless empty
    bool listed = false;
};

// Makes the records one after the other; the first error ends in result() and the rest is for
// nothing.
class World
{
public:
    explicit World(DemoCluster& cluster)
        : m_cluster(cluster)
        , m_store(cluster.store())
    { }

    void fill();
    Result<WorldList> result() const
    {
        if (m_error)
            return *m_error;
        return m_files;
    }

private:
    using Content = void (*)(CollectionMaker&);

    Place home(const char* user, bool listed) const
    {
        return {demoUserUuid(user, m_store.clusterId()), {}, listed};
    }
    std::string keep(Result<std::string> uuid);
    void keep(const Result<void>& done);
    Place project(const Place& in, const std::string& name, const std::string& description = {});
    Place collection(const Place& in, const std::string& name, Content content);
    void tag(const std::string& uuid, const std::string& name);

    void fillScience(const Place& alice);
    void fillOddities(const Place& alice);
    void fillFiltered(const Place& alice, const Place& genome, const Place& variants);
    void fillShared(const Place& bob);

    DemoCluster& m_cluster;
    Store& m_store;
    WorldList m_files;
    std::optional<Error> m_error;
    int m_tags = 0;
};

std::string World::keep(Result<std::string> uuid)
{
    if (uuid)
        return *uuid;
    if (!m_error)
        m_error = uuid.error();
    return {};
}

void World::keep(const Result<void>& done)
{
    if (!done && !m_error)
        m_error = done.error();
}

Place World::project(const Place& in, const std::string& name, const std::string& description)
{
    NewGroup group;
    group.owner = in.uuid;
    group.name = name;
    group.description = description;
    return {keep(m_store.addGroup(group)), in.path + name + '/', in.listed};
}

Place World::collection(const Place& in, const std::string& name, Content content)
{
    CollectionMaker maker({&m_cluster.blocks(0), &m_cluster.blocks(1)});
    if (content)
        content(maker);
    if (maker.error() && !m_error)
        m_error = maker.error();
    NewCollection record;
    record.owner = in.uuid;
    record.name = name;
    record.manifest = maker.manifest();
    Place made{keep(m_store.addCollection(std::move(record))), in.path + name + '/', in.listed};
    if (in.listed) {
        for (const auto& file : maker.files())
            m_files.push_back({made.path + file.path, file.size, file.md5});
    }
    return made;
}

void World::tag(const std::string& uuid, const std::string& name)
{
    auto ending = std::to_string(++m_tags);
    ending.insert(0, "demotag" + std::string(8 - ending.size(), '0'));
    const auto owner = home("alice", false).uuid;
    keep(m_store.putRecord({{"kind", "arvados#link"},
                            {"uuid", m_store.clusterId() + "-o0j2j-" + ending},
                            {"owner_uuid", owner},
                            {"link_class", "tag"},
                            {"name", name},
                            {"head_uuid", uuid},
                            {"tail_uuid", owner}}));
}

void World::fill()
{
    const auto alice = home("alice", true);
    fillScience(alice);
    fillOddities(alice);
    fillShared(home("bob", false));
}

void World::fillScience(const Place& alice)
{
    const auto genomes = project(alice, "Genomes", "A made-up genome and what was found in it.");
    const auto genome = collection(genomes, "Reference genome", addGenome);
    const auto runs = project(genomes, "Sequencing runs");
    const auto variants = collection(runs, "Variants of sample 1", addVariants);
    collection(runs, "Large run", addLargeFile);
    collection(project(alice, "Microscopy"), "Cells", addPictures);
    const auto published = project(alice, "Published 2025", "Frozen: nobody can change it.");
    collection(published, "Reference genome", addGenome);
    keep(m_store.freeze(published.uuid));
    tag(genome.uuid, "reference");
    tag(variants.uuid, "sample1");
    tag(variants.uuid, "reviewed");
    fillFiltered(alice, genome, variants);
}

// A filter group shows what its query finds, wherever that lies.
void World::fillFiltered(const Place& alice, const Place& genome, const Place& variants)
{
    NewGroup group;
    group.owner = alice.uuid;
    group.name = "Start here (filter)";
    group.groupClass = "filter";
    group.properties = {
        {"filters", json::array({json::array({"uuid", "in", {genome.uuid, variants.uuid}})})}};
    keep(m_store.addGroup(group));
    WorldList found;
    for (const auto& place : {genome, variants}) {
        const auto above = place.path.rfind('/', place.path.size() - 2) + 1;
        for (const auto& file : m_files) {
            if (file.path.compare(0, place.path.size(), place.path) == 0)
                found.push_back({group.name + '/' + file.path.substr(above), file.size, file.md5});
        }
    }
    m_files.insert(m_files.end(), found.begin(), found.end());
}

void World::fillOddities(const Place& alice)
{
    collection(alice, "Odd names", addOddNames);
    collection(alice, "Ten thousand files", addManyFiles);
    collection(alice, "Edge cases", addEdgeCases);
    collection(alice, "Empty collection", nullptr);
    const auto odd = project(alice, "Project with an odd name: 50% \"off\" \\ \xe2\x9c\x93");
    collection(odd, " blanks around ", addPictures);
    project(alice, "Empty project");
    auto hidden = alice;
    hidden.listed = false;
    keep(m_store.trash(collection(hidden, "Old results", addVariants).uuid));
    const auto trashed = project(hidden, "Old project");
    collection(trashed, "Old pictures", addPictures);
    keep(m_store.trash(trashed.uuid));
}

void World::fillShared(const Place& bob)
{
    const auto alice = home("alice", false).uuid;
    collection(project(bob, "Bob's private notes"), "Notes", addVariants);
    const auto readable = project(bob, "Bob's results");
    collection(readable, "Variants", addVariants);
    m_store.share(readable.uuid, alice, Level::Read);
    NewGroup team;
    team.owner = m_store.systemUser();
    team.name = "Sequencing team";
    team.groupClass = "role";
    const auto role = keep(m_store.addGroup(team));
    for (const auto& member : {alice, bob.uuid})
        m_store.share(role, member, Level::Read);
    const auto common = project(bob, "Team project");
    collection(common, "Pictures", addPictures);
    m_store.share(common.uuid, role, Level::Write);
}

} // namespace

std::vector<CollectionMaker::GeneratedBlock> largeFileBlocks()
{
    std::vector<CollectionMaker::GeneratedBlock> blocks;
    for (const char* hash : largeFileHashes)
        blocks.push_back({hash, largeFileSeed + blocks.size()});
    return blocks;
}

Result<WorldList> fillSampleWorld(DemoCluster& cluster)
{
    World world(cluster);
    world.fill();
    return world.result();
}

} // namespace arv::demo
