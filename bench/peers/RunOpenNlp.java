import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import opennlp.tools.postag.POSModel;
import opennlp.tools.postag.POSTaggerME;
import opennlp.tools.sentdetect.SentenceDetectorME;
import opennlp.tools.sentdetect.SentenceModel;
import opennlp.tools.util.Span;

/**
 * Tags words or finds sentences with OpenNLP, started as a source file.
 *
 * <p>`words POS_MODEL`: a sentence a line, words apart by tabs; prints the tags, apart by tabs.
 * `texts SENTENCE_MODEL`: file names on standard input; prints for each file a line of
 * start-end pairs in UTF-16 units. Paragraphs are cut at empty lines first.
 */
public class RunOpenNlp {
    public static void main(String[] args) throws IOException {
        var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        var out = new StringBuilder();
        if (args[0].equals("words")) {
            var tagger = new POSTaggerME(new POSModel(new File(args[1])));
            for (String line; (line = in.readLine()) != null;) {
                out.append(String.join("\t", tagger.tag(line.split("\t")))).append('\n');
            }
        } else {
            var finder = new SentenceDetectorME(new SentenceModel(new File(args[1])));
            for (String line; (line = in.readLine()) != null;) {
                out.append(sentences(finder, Files.readString(Path.of(line)))).append('\n');
            }
        }
        System.out.print(out);
    }

    private static String sentences(SentenceDetectorME finder, String text) {
        var out = new StringBuilder();
        int start = 0;
        while (start < text.length()) {
            int end = text.indexOf("\n\n", start);
            end = end < 0 ? text.length() : end;
            for (Span span : finder.sentPosDetect(text.substring(start, end))) {
                out.append(start + span.getStart()).append('-').append(start + span.getEnd()).append(' ');
            }
            start = end + 2;
        }
        return out.toString();
    }
}
