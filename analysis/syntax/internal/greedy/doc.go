// Package greedy is the first language engine: a left-to-right tagger, a
// suffix-rule lemmatiser and a greedy arc-hybrid dependency parser, all of them
// linear models over hashed features.
//
// An Engine holds weights and nothing else, so one Engine serves any number of
// goroutines. It works on the words of one sentence at a time and always gives
// a projective tree with one root. It finds no words and no sentences, and it
// knows nothing of what words mean.
//
// The method is Goldberg and Nivre's (TACL 2013): averaged perceptron trained
// with a dynamic oracle. Train makes an Engine and Encode its bytes; the command
// that feeds it treebanks is analysis/syntax/train.
package greedy
