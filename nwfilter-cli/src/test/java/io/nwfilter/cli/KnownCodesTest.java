package io.nwfilter.cli;

import static io.nwfilter.cli.CommandRun.inCheckout;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.TypeConversionException;

/** Every code can be named on the command line. */
class KnownCodesTest {

  private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-z0-9-]+)` \\|");

  @Test
  void areThoseOfThePageThatExplainsThem() throws IOException {
    List<String> explained =
        ROW.matcher(Files.readString(inCheckout("docs/quirks.md")))
            .results()
            .map(row -> row.group(1))
            .sorted()
            .toList();

    assertEquals(explained, KnownCodes.ids());
  }

  @Test
  void areFoundById() {
    for (String id : KnownCodes.ids()) {
      assertEquals(id, KnownCodes.of(id).id());
    }
    assertEquals(
        "'reject-as-drop' is not the code of a diagnostic; did you mean 'reject-is-drop'?",
        assertThrows(TypeConversionException.class, () -> KnownCodes.of("reject-as-drop"))
            .getMessage());
  }
}
