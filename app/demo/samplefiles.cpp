// SPDX-License-Identifier: Apache-2.0
#include "demo/samplefiles.h"

#include "demo/blockstore.h"
#include "demo/samplepicture.h"
#include "demo/sampleworld.h"

#include <cstdio>

namespace arv::demo {

namespace {

constexpr std::uint64_t genomeSeed = 1;
constexpr std::uint64_t variantSeed = 2;
constexpr std::uint64_t edgeSeed = 3;
constexpr std::size_t genomeLength = 400000; // bases

std::string generated(std::uint64_t seed, std::size_t length)
{
    std::string bytes(length, '\0');
    generateBytes(seed, 0, length, bytes.data());
    return bytes;
}

std::string bases(std::uint64_t seed, std::size_t length)
{
    auto sequence = generated(seed, length);
    for (char& c : sequence)
        c = "ACGT"[c & 3];
    return sequence;
}

std::string numbered(const char* format, int number)
{
    char text[96];
    std::snprintf(text, sizeof text, format, number);
    return text;
}

std::string variantLine(int number, char reference, char alternative)
{
    return "demo1\t" + std::to_string(100 + number * 371) + "\t.\t" + reference + '\t' + alternative
        + "\t60\tPASS\tDP=" + std::to_string(20 + number % 40) + "\tGT\t0/1\n";
}

} // namespace

void addGenome(CollectionMaker& collection)
{
    constexpr std::size_t lineLength = 60;
    const auto sequence = bases(genomeSeed, genomeLength);
    std::string text = ">demo1 a made-up chromosome\n";
    const auto start = text.size();
    for (std::size_t at = 0; at < sequence.size(); at += lineLength)
        text += sequence.substr(at, lineLength) + '\n';
    constexpr std::uint64_t smallBlock = 100000; // so that it spans some
    collection.addFile("", "demo.fa", text, smallBlock);
    collection.addFile("", "demo.fa.fai",
                       "demo1\t" + std::to_string(genomeLength) + '\t' + std::to_string(start)
                           + "\t60\t61\n");
    collection.addFile("annotation", "genes.bed",
                       "demo1\t1200\t2300\tgeneA\ndemo1\t5000\t8100\tgeneB\n");
}

void addVariants(CollectionMaker& collection)
{
    std::string text =
        "##fileformat=VCFv4.3\n##contig=<ID=demo1,length=" + std::to_string(genomeLength)
        + ">\n##INFO=<ID=DP,Number=1,Type=Integer,Description=\"Depth\">\n"
          "##FORMAT=<ID=GT,Number=1,Type=String,Description=\"Genotype\">\n"
          "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tsample1\n";
    const auto reference = bases(variantSeed, 1000);
    for (int i = 0; i < 1000; ++i) {
        const char base = reference[static_cast<std::size_t>(i)];
        text += variantLine(i, base, base == 'A' ? 'G' : 'A');
    }
    collection.addFile("", "sample1.vcf", text);
    collection.addFile("", "README.txt", "Variants of a made-up sample.\n");
}

void addPictures(CollectionMaker& collection)
{
    collection.addFile("", "cells.png", samplePicture(512, 384));
    collection.addFile("thumbnails", "cells.png", samplePicture(64, 64));
}

void addOddNames(CollectionMaker& collection)
{
    std::vector<CollectionMaker::NamedContent> files;
    for (const char* name : {" leading and trailing blank ",
                             "two  blanks",
                             "new\nline",
                             "tab\there",
                             "back\\slash",
                             "double\\\\back",
                             "\\056octal",
                             "quote'single",
                             "quote\"double",
                             "0:3:colons.txt",
                             "-rf",
                             "--help",
                             ".hidden",
                             "...",
                             "~",
                             "star*?[a-z].txt",
                             "$(echo dollar) `tick`",
                             "percent%41",
                             "hash#tag?query=1",
                             "semi;colon&ampersand|pipe",
                             "na\xc3\xafve caf\xc3\xa9.txt",
                             "cafe\xcc\x81 decomposed.txt",
                             "\xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e.txt",
                             "\xd7\xa2\xd7\x91\xd7\xa8\xd7\x99\xd7\xaa.txt",
                             "\xf0\x9f\xa7\xac genome.txt",
                             "acbd18db4cc2f85cedef654fccc4a4d8+3"})
        files.emplace_back(name, std::string("the file called ") + name + '\n');
    files.emplace_back(std::string(255, 'n'), "a name of 255 bytes\n");
    collection.addPacked("", files);
    collection.addPacked("a directory: \"odd\" too", {{"inside", "inside\n"}, {"  ", "blanks\n"}});
    collection.addPacked("a/-/\\", {{"deep", "deep\n"}});
}

void addManyFiles(CollectionMaker& collection)
{
    for (int directory = 0; directory < 100; ++directory) {
        std::vector<CollectionMaker::NamedContent> files;
        for (int i = 0; i < 100; ++i) {
            const int number = directory * 100 + i;
            files.emplace_back(numbered("file%05d.txt", number),
                               numbered("This is small file number %d of ten thousand.\n", number));
        }
        collection.addPacked(numbered("part%02d", directory), files);
    }
}

void addLargeFile(CollectionMaker& collection)
{
    collection.addGenerated("", "reads.bin", largeFileBlocks(), largeFileMd5);
    collection.addFile("", "reads.bin.md5", std::string(largeFileMd5) + "  reads.bin\n");
}

void addEdgeCases(CollectionMaker& collection)
{
    constexpr std::uint64_t oddBlock = 70001;
    const auto data = generated(edgeSeed, 300000);
    collection.addFile("", "empty", "");
    collection.addFile("", "one byte", "x");
    collection.addFile("", "five blocks", data, oddBlock);
    collection.addPieces("", "overlapping", data, oddBlock,
                         {{0, 100000}, {50000, 100000}, {0, 10}});
    collection.addPieces("", "repeated", "abc", 3, {{0, 3}, {0, 3}, {1, 1}, {0, 3}});
    collection.addPieces("", "backwards", data, oddBlock,
                         {{200000, 90000}, {70000, 2}, {0, 70001}, {299999, 1}});
    collection.addPieces("pieces", "one of each block", data, oddBlock,
                         {{70000, 1}, {70001, 1}, {140001, 70001}, {299990, 10}});
    collection.addFile("pieces", "empty too", "");
    collection.addEmptyDirectory("empty directory");
    collection.addEmptyDirectory("outer/inner/empty");
    std::string deep = "deep";
    for (int i = 1; i < 50; ++i)
        deep += numbered("/%02d", i);
    collection.addFile(deep, "bottom.txt", "fifty directories down\n");
}

} // namespace arv::demo
