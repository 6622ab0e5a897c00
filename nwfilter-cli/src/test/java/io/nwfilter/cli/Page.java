package io.nwfilter.cli;

import static io.nwfilter.cli.CommandRun.inCheckout;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A page of the documentation whose code is run. */
record Page(String name, List<Fence> fences) {

  /** Code of a page, and the block of text right after it, which shows what the code prints. */
  record Listing(Fence code, Optional<Fence> output) {}

  static Page read(String name) throws IOException {
    return new Page(name, Fence.of(Files.readAllLines(inCheckout(name))));
  }

  /** Returns the code in a language, in order. */
  List<Listing> listings(String language) {
    List<Listing> listings = new ArrayList<>();
    for (int i = 0; i < fences.size(); i++) {
      Fence fence = fences.get(i);
      if (fence.is(language)) {
        Optional<Fence> next =
            i + 1 < fences.size() ? Optional.of(fences.get(i + 1)) : Optional.empty();
        listings.add(new Listing(fence, next.filter(output -> output.is("text"))));
      }
    }
    return listings;
  }

  /** Returns where a block is, for messages. */
  String place(Fence fence) {
    return name + ":" + fence.number();
  }

  @Override
  public String toString() {
    return name;
  }
}
