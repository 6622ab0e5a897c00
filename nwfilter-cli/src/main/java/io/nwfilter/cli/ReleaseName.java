package io.nwfilter.cli;

import io.nwfilter.core.stock.LibvirtRelease;
import java.util.Arrays;
import java.util.Iterator;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the value of {@code --libvirt}. */
final class ReleaseName implements ITypeConverter<LibvirtRelease>, Iterable<String> {

  @Override
  public LibvirtRelease convert(String value) {
    return LibvirtRelease.of(value)
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "'" + value + "' is not one of " + String.join(", ", this)));
  }

  @Override
  public Iterator<String> iterator() {
    return Arrays.stream(LibvirtRelease.values()).map(LibvirtRelease::toString).iterator();
  }
}
