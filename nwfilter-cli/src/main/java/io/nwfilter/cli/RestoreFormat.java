package io.nwfilter.cli;

import static com.google.common.collect.ImmutableList.toImmutableList;

import com.google.common.collect.ImmutableList;
import io.nwfilter.netfilter.ruleset.Family;
import java.util.Arrays;
import java.util.Iterator;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the value of {@code --format}: the tool that loads the text. */
final class RestoreFormat implements ITypeConverter<Family>, Iterable<String> {

  private static final ImmutableList<String> NAMES =
      Arrays.stream(Family.values()).map(Family::restoreTool).collect(toImmutableList());

  @Override
  public Family convert(String value) {
    return Arrays.stream(Family.values())
        .filter(family -> family.restoreTool().equals(value))
        .findFirst()
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "'" + value + "' is not one of " + String.join(", ", NAMES)));
  }

  @Override
  public Iterator<String> iterator() {
    return NAMES.iterator();
  }
}
