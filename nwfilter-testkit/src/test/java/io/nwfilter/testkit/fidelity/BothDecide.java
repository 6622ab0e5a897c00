package io.nwfilter.testkit.fidelity;

import static com.google.common.collect.ImmutableSet.toImmutableSet;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.nwfilter.core.diagnostic.NwfilterException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/** Documents that libvirtd and the library both take, or both refuse. */
final class BothDecide {

  private BothDecide() {}

  /**
   * Gives both sides some documents.
   *
   * @param deviations those about which they are known to disagree
   * @param library reads a document, or throws an {@link NwfilterException}
   * @param daemon tells why libvirtd refuses a document; empty if it takes it
   * @throws AssertionError if they disagree about another one, or agree about one of those
   */
  static void assertAlike(
      List<String> documents,
      Collection<String> deviations,
      Consumer<String> library,
      Function<String, Optional<String>> daemon) {
    Map<String, String> differences = new LinkedHashMap<>();
    for (String document : documents) {
      Optional<String> ours = refusal(document, library);
      Optional<String> theirs = daemon.apply(document);
      if (ours.isPresent() != theirs.isPresent()) {
        differences.put(
            document, document + "\n    library: " + ours + "\n    libvirtd: " + theirs);
      }
    }
    assertEquals(
        deviations.stream().filter(documents::contains).collect(toImmutableSet()),
        differences.keySet(),
        () -> String.join("\n", differences.values()));
  }

  private static Optional<String> refusal(String document, Consumer<String> library) {
    try {
      library.accept(document);
      return Optional.empty();
    } catch (NwfilterException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }
}
