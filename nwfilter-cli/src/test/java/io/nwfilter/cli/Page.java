package io.nwfilter.cli;

import static io.nwfilter.cli.CommandRun.inCheckout;

import com.google.common.collect.Lists;
import io.nwfilter.testkit.golden.GoldenFile;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A page of the documentation whose code is run. */
record Page(String name, List<Fence> fences) {

  private static final String ELLIPSIS = "…";

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
        listings.add(new Listing(fence, next.filter(Page::isOutput)));
      }
    }
    return listings;
  }

  /** Pictures are shown as such. */
  private static boolean isOutput(Fence fence) {
    return fence.is("text") || fence.is("mermaid");
  }

  /**
   * Checks that outputs are what is shown, or writes them into the page when golden files are being
   * refreshed; blocks that leave lines out are always compared.
   *
   * @param printed what was printed, by the block that shows it
   */
  void assertShows(Map<Fence, String> printed) throws IOException {
    List<String> refreshed = new ArrayList<>(Files.readAllLines(inCheckout(name)));
    for (Fence shown : Lists.reverse(fences)) { // the numbers of earlier lines stay
      String output = printed.get(shown);
      if (output == null) {
        continue;
      }
      if (Boolean.getBoolean(GoldenFile.REFRESH_PROPERTY) && !shown.lines().contains(ELLIPSIS)) {
        List<String> lines =
            refreshed.subList(shown.number(), shown.number() + shown.lines().size());
        lines.clear();
        lines.addAll(output.lines().toList());
      } else {
        new ShownOutput(shown.lines()).assertIsOf(output, place(shown));
      }
    }
    if (Boolean.getBoolean(GoldenFile.REFRESH_PROPERTY)) {
      Files.write(inCheckout(name), refreshed);
    }
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
