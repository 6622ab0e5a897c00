package io.nwfilter.core.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.nwfilter.core.attribute.Protocol;
import io.nwfilter.core.diagnostic.SourceLocation;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FilterLibraryTest {

  private static Filter filter(String name, int line) {
    return Filter.builder(name).location(new SourceLocation("f.xml", line, 1)).build();
  }

  @Test
  void keepsTheOrder() {
    List<Filter> filters = List.of(filter("z", 1), filter("a", 2), filter("m", 3));

    assertEquals(filters, FilterLibrary.of(filters).filters());
  }

  @Test
  void refusesTwoOfOneNameAndSaysWhereBothAre() {
    List<Filter> filters = List.of(filter("web", 3), filter("ssh", 5), filter("web", 9));

    assertEquals(
        "two filters are named 'web', at f.xml:3:1 and at f.xml:9:1",
        assertThrows(IllegalArgumentException.class, () -> FilterLibrary.of(filters)).getMessage());
    assertEquals(
        "two filters are named 'web', at f.xml:3:1 and at f.xml:9:1",
        assertThrows(
                IllegalArgumentException.class,
                () -> FilterLibrary.empty().with(filters.get(0), filters.get(2)))
            .getMessage());
  }

  @Test
  void laterLibrariesWin() {
    Filter other = Filter.builder("web").rule(Rule.drop(Direction.IN, Protocol.ALL)).build();

    assertEquals(
        Optional.of(other), FilterLibrary.of(List.of(filter("web", 3))).with(other).find("web"));
  }
}
