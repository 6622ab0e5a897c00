package io.nwfilter.cli;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.filter.Filter;
import io.nwfilter.core.stock.FirewallBackend;
import io.nwfilter.netfilter.CompileOptions;
import io.nwfilter.netfilter.CompiledDomain;
import io.nwfilter.netfilter.CompiledHost;
import io.nwfilter.netfilter.CompiledRules;
import io.nwfilter.netfilter.diagram.Diagram;
import io.nwfilter.netfilter.nftfilter.FilterTable;
import io.nwfilter.netfilter.text.ListingOptions;
import io.nwfilter.netfilter.text.OriginComments;
import io.nwfilter.xml.LibvirtDocument;
import io.nwfilter.xml.LibvirtXml;
import io.nwfilter.xml.XmlSource;
import io.nwfilter.xml.diagnostic.DocumentException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Compiles the documents of one host and prints its rules. */
@Command(
    name = "compile",
    description = {
      "Compiles networks, domains and filter bindings into the rules that libvirt installs for"
          + " them. All files together describe one host: libvirt starts its networks in the order"
          + " of the files, and then its machines. A network that is started later is before"
          + " an earlier one.",
      ""
    },
    footer = {
      "%nExamples:",
      "  nwfilter compile --filters /etc/libvirt/nwfilter guest.xml",
      "  nwfilter compile --format listing default.xml dmz.xml guest.xml",
      "  nwfilter compile --libvirt 11.3 --network-backend nftables default.xml",
      "  nwfilter compile --format nft guest.xml | nft -f -",
      "  virsh dumpxml guest | nwfilter compile --format listing -",
      "  nwfilter compile --format svg *.xml > host.svg"
    },
    mixinStandardHelpOptions = true,
    versionProvider = ImplementationVersion.class,
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {"0:compiled", NwfilterCommand.FAILED, "2:bad usage"})
final class CompileCommand extends DocumentCommand {

  @ParentCommand private NwfilterCommand parent;
  @Mixin private CompilationOptions compilation;

  @Option(
      names = "--format",
      paramLabel = "FORM",
      converter = CompileFormat.Converter.class,
      completionCandidates = CompileFormat.Converter.class,
      description =
          "Prints only the text for one tool, lists all rules as iptables -L -n -v and ebtables -L"
              + " do, or draws which chains lead to which: ${COMPLETION-CANDIDATES}. Without it,"
              + " the texts for all three tools are printed under headings. With nft, the filters"
              + " become tables of nftables that do the same, as one script for nft -f, which"
              + " replaces what an earlier one has made; networks"
              + " need --network-backend nftables then. The pictures are a"
              + " flowchart of Mermaid, text for Graphviz, and an SVG document that Graphviz draws"
              + " if it is installed.")
  private @Nullable CompileFormat format;

  @Mixin private PictureOptions pictures;

  @Mixin private NftOptions nft;

  @Option(names = "--line-numbers", description = "Numbers the rules of each chain in listings.")
  private boolean lineNumbers;

  @Option(
      names = "--explain-origin",
      description =
          "Prints before each rule a comment that says where it comes from: # FILE:LINE FILTER →"
              + " FILTER, the filters from that of the interface down, whether it was added or"
              + " adjusted, and the comment of a rule of ebtables. The restore tools ignore"
              + " comments. Rules shared by all interfaces have no single origin.")
  private boolean explainOrigin;

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE",
      description = "A <network>, <domain> or <filterbinding> document; - is standard input.")
  private List<String> files = new ArrayList<>();

  /** Creates the command, with fields that picocli fills. */
  @SuppressWarnings("NullAway.Init") // picocli sets them before the command runs
  CompileCommand() {}

  @Override
  Output read() {
    CompiledOutput output = output();
    CompileOptions.Builder known = compilation.withoutLibrary(spec());
    DocumentSources sources = new DocumentSources(spec(), parent.in());
    Optional<CompileOptions> options =
        findings()
            .attempt(() -> known.library(compilation.library(spec(), findings(), files)).build());
    ImmutableList.Builder<CompiledRules> compiled = ImmutableList.builder();
    for (String file : files) {
      XmlSource source = sources.of(file);
      try {
        LibvirtDocument document =
            findings().value(LibvirtXml.read(source, compilation.semantics()));
        document.accept(new AcceptedCodes(findings()));
        options.ifPresent(o -> compile(document, o, compiled));
      } catch (DocumentException e) {
        findings().addAll(e.diagnostics());
        options.ifPresent(o -> checkRest(e, o));
      }
    }
    if (options.isEmpty() || hasErrors()) {
      return Output.NONE;
    }
    CompiledHost host = host(compiled.build());
    findings().addAll(host.diagnostics());
    if (format == CompileFormat.NFT && !tables(host)) {
      return Output.NONE;
    }
    KnownNames names = new KnownNames();
    names.add(host);
    names.add(options.get().library());
    new UnusedOptions(names, findings()).warn(options.get());
    Optional<PictureFormat> picture = picture();
    return () -> {
      if (picture.isPresent()) {
        pictures.print(Diagram.of(host), picture.get(), parent.out());
      } else {
        output.print(host, out());
      }
      return NwfilterCommand.OK;
    };
  }

  /** {@return whether the filters can be tables of nftables; if not, it is reported why} */
  private boolean tables(CompiledHost host) {
    if (!host.networks().isEmpty() && compilation.networkBackend() != FirewallBackend.NFTABLES) {
      throw Usage.bad(
          spec(),
          "--format nft: the rules of networks are for iptables; libvirt 10.4 and later can have"
              + " them in nftables (--libvirt 11.3 --network-backend nftables)");
    }
    Optional<FilterTable> table = findings().attempt(() -> FilterTable.of(host, nft.options()));
    table.ifPresent(
        one -> {
          findings().retain(nft.options()::holds);
          findings().addAll(one.diagnostics());
          findings().addAll(one.removals(host));
        });
    return table.isPresent();
  }

  /** Looks for more errors in what is left of an illegal document. */
  private void checkRest(DocumentException illegal, CompileOptions options) {
    Findings rest = new Findings();
    LibvirtDocument.legalPart(illegal)
        .filter(part -> illegal.legalPart(Filter.class).isEmpty())
        .ifPresent(part -> rest.attempt(() -> part.accept(new DocumentCompilation(options, rest))));
    findings().addErrors(rest);
  }

  private void compile(
      LibvirtDocument document,
      CompileOptions options,
      ImmutableList.Builder<CompiledRules> compiled) {
    findings()
        .attempt(() -> document.accept(new DocumentCompilation(options, findings())))
        .ifPresent(compiled::add);
  }

  private static CompiledHost host(ImmutableList<CompiledRules> compiled) {
    return new CompiledHost(
        compiled.stream().flatMap(rules -> rules.networks().stream()).toList(),
        compiled.stream()
            .filter(CompiledDomain.class::isInstance)
            .map(CompiledDomain.class::cast)
            .toList(),
        compiled.stream().flatMap(rules -> rules.interfaces().stream()).toList());
  }

  private CompiledOutput output() {
    boolean listing = format == CompileFormat.LISTING;
    if (lineNumbers && !listing) {
      throw Usage.bad(spec(), "--line-numbers needs --format listing");
    }
    pictures.require(picture(), spec());
    if (explainOrigin && (listing || picture().isPresent())) {
      throw Usage.bad(spec(), "--explain-origin cannot be used with listings and pictures");
    }
    if (compilation.networkBackend() == FirewallBackend.NFTABLES
        && (explainOrigin || picture().isPresent())) {
      throw Usage.bad(
          spec(), "--network-backend nftables cannot be used with --explain-origin and pictures");
    }
    nft.require(format, spec());
    return new CompiledOutput(
        format,
        nft.options(),
        explainOrigin ? OriginComments.BEFORE_RULES : OriginComments.NONE,
        lineNumbers ? ListingOptions.DEFAULT.withLineNumbers() : ListingOptions.DEFAULT,
        compilation.networkBackend());
  }

  private Optional<PictureFormat> picture() {
    return Optional.ofNullable(format).flatMap(CompileFormat::picture);
  }
}
