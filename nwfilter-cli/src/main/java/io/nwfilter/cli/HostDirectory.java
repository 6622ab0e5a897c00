package io.nwfilter.cli;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.core.diagnostic.SourceLocation;
import io.nwfilter.netfilter.nft.NftListing;
import io.nwfilter.netfilter.text.SaveText;
import io.nwfilter.netfilter.text.TextException;
import io.nwfilter.netfilter.text.TextSource;
import io.nwfilter.xml.diagnostic.DocumentCode;
import io.nwfilter.xml.diagnostic.DocumentException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A directory that describes a host: its documents, whose names end in {@code .xml}, and its dumps,
 * whose names are as one likes. Other files are often next to these, such as a README.
 *
 * @param path the directory
 * @param findings takes a remark on each file that is left out
 */
record HostDirectory(Path path, Findings findings) {

  /** The first line of a table as the {@code -save} tools print it. */
  private static final Pattern TABLE = Pattern.compile("\\*[a-z]+");

  /**
   * {@return the documents and dumps, in the order of their names}
   *
   * @throws DocumentException if the directory cannot be read, or has none
   */
  ImmutableList<String> files() {
    ImmutableList.Builder<String> read = ImmutableList.builder();
    for (Path file : DirectoryDocuments.all(path)) {
      if (isDocument(file) || isDump(file)) {
        DirectoryDocuments.requireFile(file);
        read.add(file.toString());
      } else {
        findings.add(
            new Diagnostic(
                DocumentCode.NOT_READ,
                "the file is left out: its name does not end in .xml, and it does not begin as a"
                    + " dump does",
                SourceLocation.of(file.toString())));
      }
    }
    ImmutableList<String> files = read.build();
    if (files.isEmpty()) {
      throw new DocumentException(
          DocumentCode.NO_DOCUMENTS,
          SourceLocation.of(path.toString()),
          "the directory has no file whose name ends in .xml, and no dump");
    }
    return files;
  }

  private static boolean isDocument(Path file) {
    return file.toString().endsWith(".xml");
  }

  /** {@return whether a file is a dump, or may be one, as it cannot be read} */
  private static boolean isDump(Path file) {
    if (!Files.isRegularFile(file)) {
      return false;
    }
    TextSource source = TextSource.file(file);
    try {
      return NftListing.begins(source) || isOfTool(source) || isJson(source);
    } catch (TextException e) {
      return true; // its reader says why
    }
  }

  /** {@return whether it has a table, or nothing at all after a comment that tells the tool} */
  private static boolean isOfTool(TextSource source) {
    Optional<String> first =
        source
            .beginning()
            .lines()
            .map(String::strip)
            .filter(line -> !line.isEmpty() && !line.startsWith("#"))
            .findFirst();
    return first
        .map(line -> TABLE.matcher(line).matches())
        .orElseGet(() -> SaveText.family(source).isPresent());
  }

  /** {@return whether it is a listing in JSON, which is refused with what to do} */
  private static boolean isJson(TextSource source) {
    String beginning = source.beginning().strip();
    return beginning.startsWith("{") && beginning.contains("\"nftables\"");
  }
}
