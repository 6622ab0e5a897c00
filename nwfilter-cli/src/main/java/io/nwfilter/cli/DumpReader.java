package io.nwfilter.cli;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.core.diagnostic.SourceLocation;
import io.nwfilter.netfilter.diagnostic.HostCode;
import io.nwfilter.netfilter.nft.NftListing;
import io.nwfilter.netfilter.nft.NftRuleset;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.Ruleset;
import io.nwfilter.netfilter.text.SaveText;
import io.nwfilter.netfilter.text.TextSource;
import java.io.InputStream;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Reads the dumps that the arguments name.
 *
 * @param spec the command, for bad usage
 * @param input standard input
 * @param given the family that the user says all dumps are of, or null
 * @param findings takes a remark about each that is empty
 */
record DumpReader(CommandSpec spec, InputStream input, @Nullable Family given, Findings findings) {

  /** {@return the dumps in order; bad usage if one is not of the given family} */
  ImmutableList<Dump> read(List<String> names) {
    if (names.stream().filter(Dump.STANDARD_INPUT::equals).count() > 1) {
      throw Usage.bad(spec, "standard input can be read only once");
    }
    ImmutableList.Builder<Dump> dumps = ImmutableList.builder();
    for (String name : names) {
      dumps.add(read(name, source(name)));
    }
    return dumps.build();
  }

  private Dump read(String name, TextSource source) {
    NftListing.refuseJson(source);
    if (source.beginning().isBlank() && NftListing.read(source).equals(NftRuleset.EMPTY)) {
      findings.add(
          new Diagnostic(
              HostCode.EMPTY_DUMP,
              "the file is empty, and taken for the dump of a host without rules",
              SourceLocation.of(source.name())));
      return given == null ? new Dump.Empty(name) : new Dump.OfTool(name, Ruleset.empty(given));
    }
    if (!NftListing.begins(source)) {
      return new Dump.OfTool(name, ruleset(source));
    }
    if (given != null) {
      throw Usage.bad(
          spec, "--family: " + source.name() + " is a dump of nftables, which has all families");
    }
    return new Dump.OfNft(name, NftListing.read(source));
  }

  private TextSource source(String name) {
    if (name.equals(Dump.STANDARD_INPUT)) {
      return TextSource.stream(input, name);
    }
    try {
      return TextSource.file(Path.of(name));
    } catch (InvalidPathException e) {
      throw Usage.bad(spec, "DUMP: " + e.getMessage());
    }
  }

  private Ruleset ruleset(TextSource source) {
    if (given == null) {
      return SaveText.read(source);
    }
    Optional<Family> told = SaveText.family(source);
    if (told.isPresent() && told.get() != given) {
      throw Usage.bad(
          spec,
          String.format(
              "--family: %s is a dump of %s, which is %s, not %s",
              source.name(), told.get().tool(), EnumNames.of(told.get()), EnumNames.of(given)));
    }
    return SaveText.read(given, source);
  }
}
