package io.nwfilter.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.common.base.Splitter;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ColorsTest {

  @ParameterizedTest
  @CsvSource({
    "TERM=xterm, true, true",
    "TERM=xterm, false, false",
    "NO_COLOR=, true, true",
    "NO_COLOR=, false, false",
    "NO_COLOR=0, true, false",
    "NO_COLOR=1, true, false",
    "CLICOLOR=0, true, false",
    "CLICOLOR=1, true, true",
    "CLICOLOR_FORCE=1, false, true",
    "CLICOLOR_FORCE=0, false, false",
    "CLICOLOR_FORCE=, false, false",
    "NO_COLOR=;CLICOLOR_FORCE=1, false, true",
    "NO_COLOR=1;CLICOLOR_FORCE=1, true, false"
  })
  void theEnvironmentDecides(String variables, boolean terminal, boolean wanted) {
    Map<String, String> environment = Splitter.on(';').withKeyValueSeparator('=').split(variables);

    assertEquals(wanted, Colors.wanted(environment, terminal));
  }
}
