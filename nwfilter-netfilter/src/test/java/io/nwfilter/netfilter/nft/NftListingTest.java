package io.nwfilter.netfilter.nft;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.nwfilter.netfilter.text.TextSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NftListingTest {

  private static final Path LISTINGS = Path.of("src", "test", "resources", "nft");

  /** {@return the lines that are not empty} Where nft breaks lines differs by release and type. */
  private static List<String> lines(String text) {
    return text.replaceAll(",\n\\s+", ", ").lines().filter(line -> !line.isBlank()).toList();
  }

  static NftRuleset read(String text) {
    return NftListing.read(TextSource.text(text, "listing"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "networks-11.3/99-nat-then-route.nft",
        "networks-11.3/iso.nft",
        "networks-11.3/iso6.nft",
        "networks-11.3/nat.nft",
        "networks-11.3/nat6.nft",
        "networks-11.3/nat6only.nft",
        "networks-11.3/natdev.nft",
        "networks-11.3/open.nft",
        "networks-11.3/route.nft",
        "filters-12.8/clean-traffic.nft",
        "filters-12.8/moge.nft",
        "inet-1.0.6.nft",
        "bridge-1.0.6.nft"
      })
  void whatIsReadIsPrintedBack(String file) throws IOException {
    String text = Files.readString(LISTINGS.resolve(file));

    NftRuleset ruleset = read(text);
    String printed = NftScript.write(ruleset);

    assertEquals(ruleset, read(printed));
    assertEquals(String.join("\n", lines(text)), String.join("\n", lines(printed)));
  }
}
