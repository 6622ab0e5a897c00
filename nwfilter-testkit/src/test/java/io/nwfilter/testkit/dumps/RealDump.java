package io.nwfilter.testkit.dumps;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.Ruleset;
import io.nwfilter.netfilter.text.SaveText;
import io.nwfilter.netfilter.text.TextSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What a {@code -save} tool has printed.
 *
 * @param name the directory and the file
 * @param family the family, and so the tool
 * @param file where it is
 */
public record RealDump(String name, Family family, Path file) {

  private static final Path ROOT =
      Path.of(
          System.getProperty("nwfilter.rootDirectory"), "nwfilter-netfilter/src/test/resources");

  private static final ImmutableMap<String, Family> FAMILIES =
      ImmutableMap.<String, Family>builder()
          .put("iptables.save", Family.IPV4)
          .put("ip6tables.save", Family.IPV6)
          .put("ebtables.save", Family.BRIDGE)
          .put("ipv4.save", Family.IPV4)
          .put("ipv6.save", Family.IPV6)
          .put("bridge.save", Family.BRIDGE)
          .buildOrThrow();

  /** {@return all dumps that the project has, in the same order on every machine} */
  public static ImmutableList<RealDump> all() {
    ImmutableList.Builder<RealDump> dumps = ImmutableList.builder();
    try (Stream<Path> files = Files.walk(ROOT)) {
      files
          .sorted()
          .forEach(
              file -> {
                Family family = FAMILIES.get(file.getFileName().toString());
                if (family != null) {
                  dumps.add(new RealDump(ROOT.relativize(file).toString(), family, file));
                }
              });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return dumps.build();
  }

  /** {@return the text} */
  public String text() {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@return what it says} */
  public Ruleset ruleset() {
    return SaveText.read(family, TextSource.file(file));
  }
}
