package io.nwfilter.xml.document;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LibvirtUuidTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cb1b6bd6-0c51-530c-a218-2534042ccadc",
        "CB1B6BD6-0C51-530C-A218-2534042CCADC",
        "cb1b6bd60c51530ca2182534042ccadc",
        "\n\t cb1b6bd6-0c51-530c-a218-2534042ccadc \r\n",
        "cb1b6b-d60c51530ca2182534042ccadc",
        "cb1b6bd6--0c51-530c-a218-2534042ccadc",
        "-cb1b6bd6-0c51-530c-a218-2534042ccadc",
        "cb 1b6bd6-0c51-530c-a218-2534042ccadc",
      })
  void legal(String text) {
    assertEquals(
        Optional.of(UUID.fromString("cb1b6bd6-0c51-530c-a218-2534042ccadc")),
        LibvirtUuid.parse(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "zzz",
        "cb1b6bd6-0c51-530c-a218-2534042ccadc-",
        "cb1b6bd6-0c51-530c-a218-2534042ccadcff",
        "cb1b6bd6-0c51-530c-a218-2534042cca",
        "cb1b6bd6-0c51-530c-a218-2534042ccad",
        "c-b1b6bd6-0c51-530c-a218-2534042ccadc",
        "c b1b6bd6-0c51-530c-a218-2534042ccadc",
        "{cb1b6bd6-0c51-530c-a218-2534042ccadc}",
        "\u00a0cb1b6bd6-0c51-530c-a218-2534042ccadc",
        "\uff11b1b6bd6-0c51-530c-a218-2534042ccadc",
      })
  void illegal(String text) {
    assertEquals(Optional.empty(), LibvirtUuid.parse(text));
  }
}
