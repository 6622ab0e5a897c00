package io.nwfilter.fuzz;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.common.collect.ImmutableList;
import java.nio.charset.Charset;
import java.util.SplittableRandom;

/** The inputs of one seed: each is a real document after some changes, and can be made again. */
final class Inputs {

  private final long seed;
  private final ImmutableList<String> documents;
  private final StructureMutator structure;

  Inputs(long seed, ImmutableList<String> documents) {
    this.seed = seed;
    this.documents = documents;
    this.structure = new StructureMutator(documents);
  }

  /** {@return the input of a number, the same whenever it is asked for} */
  byte[] get(long number) {
    // The generator's own increment, so that neighbours share nothing.
    SplittableRandom random = new SplittableRandom(seed ^ number * 0x9e37_79b9_7f4a_7c15L);
    String document = documents.get(random.nextInt(documents.size()));
    int structural = random.nextInt(5);
    for (int i = 0; i < structural; i++) {
      document = structure.mutate(document, random);
    }
    Charset charset = random.nextInt(50) == 0 ? UTF_16 : UTF_8;
    byte[] bytes = document.getBytes(charset);
    int bytewise = structural == 0 ? 1 + random.nextInt(6) : Math.max(0, random.nextInt(10) - 7);
    for (int i = 0; i < bytewise; i++) {
      bytes = ByteMutator.mutate(bytes, ByteMutator.OF_XML, random);
    }
    return bytes;
  }
}
