// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "demo/collectionmaker.h"

#include <string>

namespace arv::demo {

// What lies in the collections of the sample world. Each adds its files to the collection.
void addGenome(CollectionMaker& collection); // FASTA in several blocks, and its index
void addVariants(CollectionMaker& collection); // VCF
void addPictures(CollectionMaker& collection);
void addOddNames(CollectionMaker& collection);
void addManyFiles(CollectionMaker& collection); // 10,000 in 100 directories
void addLargeFile(CollectionMaker& collection); // 1 GiB
void addEdgeCases(CollectionMaker& collection); // empty, deep, overlapping, repeated

} // namespace arv::demo
