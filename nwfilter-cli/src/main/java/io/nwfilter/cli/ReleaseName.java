package io.nwfilter.cli;

import io.nwfilter.core.stock.LibvirtRelease;
import java.util.Arrays;
import java.util.Iterator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Reads the value of {@code --libvirt}: a release, with or without the number of the patch, such as
 * {@code 11.3} and the {@code 11.3.0} that {@code libvirtd --version} prints.
 */
final class ReleaseName implements ITypeConverter<LibvirtRelease>, Iterable<String> {

  private static final int V10 = 10;
  private static final int V12 = 12;

  /** The minor number of the release 10.4, the first that has nftables for networks. */
  private static final int FIRST_WITH_NFTABLES = 4;

  private static final Pattern NUMBER =
      Pattern.compile("([0-9]{1,3})\\.([0-9]{1,3})(\\.[0-9]{1,3})?");

  @Override
  public LibvirtRelease convert(String value) {
    Matcher number = NUMBER.matcher(value);
    String release = number.matches() ? number.group(1) + "." + number.group(2) : value;
    return LibvirtRelease.of(release)
        .filter(known -> known != LibvirtRelease.V0_8 || isSeenPatch(number))
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "'" + value + "' is not one of " + String.join(", ", this) + nearest(number)));
  }

  /** {@return whether it is 0.8.3, or 0.8: the third number was that of a release then} */
  private static boolean isSeenPatch(Matcher number) {
    return number.group(3) == null || number.group(3).equals(".3");
  }

  /** {@return which release comes nearest to one that was not seen} */
  private static String nearest(Matcher number) {
    if (!number.matches()) {
      return "";
    }
    int major = Integer.parseInt(number.group(1));
    int minor = Integer.parseInt(number.group(2));
    LibvirtRelease nearest = LibvirtRelease.V9_0;
    if (major == 0) {
      nearest = LibvirtRelease.V0_8;
    } else if (major >= V12) {
      nearest = LibvirtRelease.V12_8;
    } else if (major > V10 || (major == V10 && minor >= FIRST_WITH_NFTABLES)) {
      nearest = LibvirtRelease.V11_3;
    }
    return ", which are the releases that were seen; the nearest is "
        + nearest
        + ", and what differs from it is not known";
  }

  @Override
  public Iterator<String> iterator() {
    return Arrays.stream(LibvirtRelease.values()).map(LibvirtRelease::toString).iterator();
  }
}
